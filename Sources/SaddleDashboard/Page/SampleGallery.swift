// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Chooses sample images of a run for a page: few enough to send it by mail.
public enum SampleGallery {
  /// Images that a page holds at most.
  public static let imageLimit = 12
  /// Bytes of one image at most.
  public static let imageBytes = 2 << 20
  /// Bytes of all images at most.
  public static let totalBytes = 8 << 20

  /// Reads images named `STEP.png` from a folder, evenly spread over the run.
  ///
  /// The first, the last and the one nearest to `best` are always among them; what is no PNG or
  /// too large is left out. A folder that is not there holds none.
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

  private static func image(_ path: String) -> [UInt8]? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: imageBytes + 1), data.count <= imageBytes,
      data.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    else { return nil }
    return Array(data)
  }
}

extension Int {
  /// Whether this step is nearer to `target` than `other`.
  fileprivate func distance(_ other: Int, _ target: Int) -> Bool {
    (Double(self) - Double(target)).magnitude < (Double(other) - Double(target)).magnitude
  }
}
