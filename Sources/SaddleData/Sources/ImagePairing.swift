// SPDX-License-Identifier: Apache-2.0

internal import SaddleImage

/// How files are pairs of pictures: one goes in, the other should come out.
///
/// An example of paired files has twice the channels: the input's, then the target's. So both go
/// through shuffling, mirroring and holding out together, and nothing else has to know of pairs.
public enum ImagePairing: Sendable, Equatable {
  /// Each file is two pictures of one size side by side, the input on the left (pix2pix's `A|B`).
  case sideBySide
  /// The same with the input on the right (`BtoA`).
  case sideBySideReversed
  /// Each file is an input; its target has the same name in the folder given.
  ///
  /// Reversed it is the target, and the file of the other folder the input.
  case targets(in: String, isReversed: Bool = false)

  /// Reads both pictures of a file.
  func read(
    _ file: FolderScan.File,
    _ decode: (FileName) throws(ImageError) -> Image
  ) throws(ImageError) -> (input: Image, target: Image) {
    let first = try decode(file.path)
    if case .targets(let folder, let isReversed) = self {
      let path = FileName(bytes: Array(folder.utf8) + [UInt8(ascii: "/")] + file.relative.bytes)
      let other = try decode(path)
      guard first.width * other.height == other.width * first.height else {
        throw ImageError(
          .invalidArgument,
          "both pictures of a pair have one shape; this is \(other.width)x\(other.height) and \(file.path) "
            + "\(first.width)x\(first.height)",
          path: path.description
        )
      }
      return isReversed ? (other, first) : (first, other)
    }
    guard first.width % 2 == 0 else {
      throw ImageError(
        .invalidArgument,
        "a pair side by side has an even width, and this is \(first.width) pixels wide",
        path: file.path.description
      )
    }
    let half = first.width / 2
    let left = try first.cropped(x: 0, y: 0, width: half, height: first.height)
    let right = try first.cropped(x: half, y: 0, width: half, height: first.height)
    return self == .sideBySide ? (left, right) : (right, left)
  }

  /// Returns the pixels of two pictures of one size with their channels one after the other.
  static func interleaved(_ input: Image, _ target: Image) -> [UInt8] {
    let channels = input.channels
    var result: [UInt8] = []
    result.reserveCapacity(2 * input.pixels.count)
    for start in stride(from: 0, to: min(input.pixels.count, target.pixels.count), by: channels) {
      result += input.pixels[start..<(start + channels)]
      result += target.pixels[start..<(start + channels)]
    }
    return result
  }
}
