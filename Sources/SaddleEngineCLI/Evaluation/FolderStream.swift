// SPDX-License-Identifier: Apache-2.0

import SaddleCLI
import SaddleEvaluation
import SaddleImage
import SaddleTraining

/// The PNG and JPEG files of a folder and its sub-folders, which name classes.
///
/// Pictures keep their sizes; one that can't be read is named and left out.
final class FolderStream: ImageStream {
  let name: String
  private(set) var skipped: [String]
  private(set) var imageNames: [String] = []
  /// Files that don't look like pictures by their names, which were passed over.
  let others: FileKinds
  private let files: [FolderScan.File]
  private let size: Int?
  private let seed: UInt64

  init(_ path: String, size: Int?, seed: UInt64) throws {
    let scan = try FolderScan(FileName(path))
    guard !scan.files.isEmpty else {
      let others = scan.others.passedOver.map { "; there are \($0)" } ?? ""
      throw Failure("\(path): no PNG or JPEG file in it" + others)
    }
    others = scan.others
    name = path
    files = scan.files
    skipped = scan.refused.map(\.description)
    self.size = size
    self.seed = seed
  }

  var count: Int? { files.count }

  var firstShape: [Int] {
    get throws {
      for file in files {
        if let image = try? read(file) { return [image.channels, image.height, image.width] }
      }
      throw Failure("\(name): none of its \(files.count) files can be read")
    }
  }

  private func read(_ file: FolderScan.File) throws -> Image {
    let image = try ImageDecoder.decode(path: file.path)
    guard let size else { return image }
    return try image.fitted(width: size, height: size, fit: .cover, background: .white)
  }

  /// A few files of many are chosen by the seed, so that they aren't all of the first class.
  private func chosen(_ limit: Int?) -> [FolderScan.File] {
    guard let limit, limit < files.count else { return files }
    var random = RandomStream(seed: seed, stream: 0x6576_616C)
    return random.permutation(of: files.count).prefix(limit).sorted().map { files[$0] }
  }

  private static func label(_ file: FolderScan.File) -> String? {
    let parts = file.relative.bytes.split(separator: UInt8(ascii: "/"))
    return parts.count > 1 ? String(decoding: parts[0], as: UTF8.self) : nil
  }

  func forEachBatch(limit: Int?, _ body: (ImageBatch, [String]?) throws -> Void) throws {
    var batcher = PictureBatcher()
    var known = Set(skipped)
    imageNames = []
    for file in chosen(limit) {
      let image: Image
      do {
        image = try read(file)
      } catch {
        if known.insert("\(error)").inserted { skipped.append("\(error)") }
        continue
      }
      imageNames.append(file.relative.description)
      try batcher.add(image, label: Self.label(file), body)
    }
    try batcher.flush(body)
  }
}
