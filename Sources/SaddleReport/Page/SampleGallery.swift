// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns

/// Chooses sample images of a run for a page: few enough to send it by mail.
public enum SampleGallery {
  /// Images that a page holds at most.
  public static let imageLimit = 12
  /// Bytes of one image at most.
  public static let imageBytes = 2 << 20
  /// Bytes of all images at most.
  public static let totalBytes = 8 << 20

  /// Pixels of one image at most: it takes four bytes each in a browser, however small the file.
  public static let pixelLimit = 1 << 24
  private static let sideLimit = 1 << 16

  /// Reads images named `STEP.png` from a folder, evenly spread over the run.
  ///
  /// The first, the last and the one nearest to `best` are always among them; what is no PNG, too
  /// large or a link is left out. A folder that is not there holds none.
  ///
  /// - Parameters:
  ///   - folder: The folder, `samples` of a run directory.
  ///   - best: The step of the best evaluation, where there is one.
  public static func read(_ folder: String, best: Int? = nil) -> [SampleImage] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.compactMap { name -> (step: Int, path: String)? in
      guard name.lowercased().hasSuffix(".png"), let step = Int(name.dropLast(4)) else {
        return nil
      }
      return (step, folder + "/" + name)
    }
    let steps = choose(Set(files.map(\.step)).sorted(), best: best)
    let wanted = files.filter { steps.contains($0.step) }.sorted { $0.step < $1.step }
    var room = totalBytes
    return wanted.compactMap { file in
      guard let png = image(file.path), png.count <= room else { return nil }
      room -= png.count
      return SampleImage(step: file.step, png: png)
    }
  }

  /// Returns at most `imageLimit` of the sorted steps, with the first, the last and the best.
  static func choose(_ steps: [Int], best: Int?) -> Set<Int> {
    guard steps.count > imageLimit else { return Set(steps) }
    var chosen = Set<Int>()
    if let best,
      let nearest = steps.min(by: { $0.distance($1, best) })
    {
      chosen.insert(nearest)
    }
    let places = imageLimit - chosen.count
    for place in 0..<places {
      chosen.insert(steps[place * (steps.count - 1) / max(1, places - 1)])
    }
    return chosen
  }

  /// Returns a picture that is safe to put into a page: a file of the run's own, not a link out of
  /// it, and of a size that whoever opens the page can show.
  private static func image(_ path: String) -> [UInt8]? {
    guard let data = try? RegularFile.read(path, limit: imageBytes, followsLink: false),
      let pixels = pixelCount(data), pixels <= pixelLimit
    else { return nil }
    return Array(data)
  }

  /// The pixels of a PNG by its header; nil where it is none.
  static func pixelCount(_ png: Data) -> Int? {
    let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    guard png.count >= 33, png.starts(with: start + Array("IHDR".utf8)) else { return nil }
    let sides = [16, 20].map { place in
      png.dropFirst(place).prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }
    guard sides.allSatisfy({ (1...sideLimit).contains($0) }) else { return nil }
    return sides[0] * sides[1]
  }
}

extension Int {
  /// Whether this step is nearer to `target` than `other`.
  fileprivate func distance(_ other: Int, _ target: Int) -> Bool {
    (Double(self) - Double(target)).magnitude < (Double(other) - Double(target)).magnitude
  }
}
