// SPDX-License-Identifier: Apache-2.0

import Foundation
internal import SaddleImage

/// Square cuttings of photographs at a quarter of their size, overlapping by half.
struct PhotosBuilder: SetBuilder {
  let hasTransparency = false
  let joinsSimilar = false
  let splitRule = """
    whole photographs: all cuttings of a photograph (at a quarter of its size, overlapping by half) \
    are in the same part; cuttings whose brightness has a standard deviation below 8 of 255 are \
    left out
    """

  private static let folders = ["usr/share/backgrounds", "usr/share/backgrounds/mate/nature"]
  private static let reduction = 4
  private static let leastDeviation = 8.0

  func pictures(
    in root: String,
    _ request: PrepareRequest,
    report: inout DataReport,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(DataError) -> [PreparedPicture] {
    let paths = Self.folders.flatMap { folder in
      let names = (try? FileWork.names(in: "\(root)/\(folder)")) ?? []
      return names.filter { $0.hasSuffix(".jpg") }.map { "\(root)/\(folder)/\($0)" }
    }
    guard !paths.isEmpty else {
      throw DataError(
        .notFound,
        "\(root): no photograph in \(Self.folders.joined(separator: ", "))"
      )
    }
    // One photograph at a time: each takes about 100 MB while it is cut up.
    let results = parallelMap(paths.count, workers: 1, progress: { progress($0, paths.count) }) {
      index in Self.cut(paths[index], request)
    }
    report.filesFound += paths.count
    var pictures: [PreparedPicture] = []
    for (path, result) in zip(paths, results) {
      switch result {
      case .success(let parts):
        pictures += parts
        report.filesRead += 1
      case .failure(let error): report.skip(error, named: path)
      }
    }
    return pictures
  }

  private static func cut(
    _ path: String,
    _ request: PrepareRequest
  ) -> Result<[PreparedPicture], ImageError> {
    do throws(ImageError) {
      let whole = try ImageDecoder.decode(path: path).converted(toChannels: 3)
      let small = try whole.resized(
        width: max(1, whole.width / reduction),
        height: max(1, whole.height / reduction),
        filter: .area
      )
      let stem = FileName(path).lastComponent.description.dropLast(4)
      var parts: [PreparedPicture] = []
      let step = max(1, request.size / 2)
      for y in stride(from: 0, through: small.height - request.size, by: step) {
        for x in stride(from: 0, through: small.width - request.size, by: step) {
          let part = try small.cropped(x: x, y: y, width: request.size, height: request.size)
          if deviation(part) < leastDeviation { continue }
          let name = "\(stem)-\(padded(y))-\(padded(x))"
          parts.append(PreparedPicture(name: name, image: part, key: String(stem)))
        }
      }
      return .success(parts)
    } catch { return .failure(error) }
  }

  /// Returns the standard deviation of a picture's brightness, 0...127.5.
  private static func deviation(_ image: Image) -> Double {
    let values = image.converted(toChannels: 1).pixels.map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count)).squareRoot()
  }

  private static func padded(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
  }
}
