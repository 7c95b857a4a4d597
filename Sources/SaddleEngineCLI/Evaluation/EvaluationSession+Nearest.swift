// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleImage
import SaddleRuns
import SaddleTerminal

extension EvaluationSession {
  /// Writes which real image is nearest to each fake one.
  ///
  /// - Parameters:
  ///   - picture: A picture of the closest pairs; nil leaves it away.
  ///   - list: A table of all fakes; nil leaves it away.
  func saveNearest(picture: String?, list: String?) throws {
    guard picture != nil || list != nil else { return }
    guard case .images(let realStream) = realSide, let lastFake,
      let real = evaluator?.currentReference?.set.features, let fake = lastFake.set.features
    else { throw Failure("the nearest images need images on both sides") }
    line.show(force: true) { "looking for the real image nearest to each fake one" }
    let nearest = try Memorization.nearest(real: real, fake: fake)
    if let list {
      let text = Self.table(nearest, lastFake.stream.imageNames, realStream.imageNames)
      try UserFile.write(Data(text.utf8), to: list)
      line.print("wrote \(list): the nearest real image of each of \(nearest.count) fakes")
    }
    if let picture {
      try savePairs(nearest, lastFake.stream, lastFake.set.count, realStream, to: picture)
    }
  }

  /// Comma-separated values; images without a name go by their number.
  private static func table(
    _ nearest: [Memorization.Neighbor],
    _ fakes: [String],
    _ reals: [String]
  ) -> String {
    let name = { (index: Int, names: [String]) in
      quoted(names.indices.contains(index) ? names[index] : "\(index)")
    }
    var lines = ["fake,nearest_real,distance,second_distance,near_copy"]
    for (index, neighbor) in nearest.enumerated() {
      lines.append(
        "\(name(index, fakes)),\(name(neighbor.index, reals)),\(neighbor.distance),"
          + "\(neighbor.secondDistance),\(neighbor.isNearCopy ? 1 : 0)"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  /// Writes the fakes that are nearest to a real image, relative to the second nearest, each beside
  /// that image.
  private func savePairs(
    _ nearest: [Memorization.Neighbor],
    _ fakeStream: any ImageStream,
    _ fakeCount: Int,
    _ realStream: any ImageStream,
    to path: String
  ) throws {
    let ratio = { (index: Int) in
      nearest[index].distance / max(nearest[index].secondDistance, .leastNormalMagnitude)
    }
    let chosen = nearest.indices.sorted { ratio($0) < ratio($1) }.prefix(24)
    let fakes = try pictures(fakeStream, Set(chosen), limit: fakeCount)
    let wanted = Set(chosen.map { nearest[$0].index })
    let reals = try pictures(realStream, wanted, limit: options.count)
    let side = try fakes.values.map(\.width).max() ?? realStream.firstShape[2]
    let pairs = try chosen.flatMap { index in
      try [fakes[index], reals[nearest[index].index]].compactMap {
        try $0?.fitted(width: side, height: side, fit: .contain, background: .white)
          .converted(toChannels: 3)
      }
    }
    try UserFile.write(Data(ImageGrid(columns: 8).compose(pairs).encodePNG()), to: path)
    line.print("wrote \(path): pairs of a fake image and its nearest real one, closest first")
  }

  private func pictures(
    _ stream: any ImageStream,
    _ wanted: Set<Int>,
    limit: Int?
  ) throws -> [Int: Image] {
    var found: [Int: Image] = [:]
    var first = 0
    try stream.forEachBatch(limit: limit) { batch, _ in
      for index in 0..<batch.count where wanted.contains(first + index) {
        found[first + index] = try batch.picture(index)
      }
      first += batch.count
    }
    return found
  }
}
