// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting

@testable import SaddleDataSamples
@testable import SaddleImage

/// Small picture files made in the test, whole and broken.
enum PictureBytes {
  /// A color gradient that no mirroring or turning leaves as it is.
  static func gradient(_ width: Int, _ height: Int, channels: Int) -> [UInt8] {
    (0..<(width * height * channels)).map { index in
      let (pixel, channel) = (index / channels, index % channels)
      return UInt8((pixel % width * 7 + pixel / width * 13 + channel * 40) % 251)
    }
  }

  static func image(_ width: Int = 9, _ height: Int = 7, channels: Int = 3) throws -> Image {
    try Image(
      width: width,
      height: height,
      channels: channels,
      pixels: gradient(width, height, channels: channels)
    )
  }

  /// A PNG from its raw scan lines (each with its filter byte).
  static func png(
    _ width: Int,
    _ height: Int,
    depth: UInt8 = 8,
    type: UInt8,
    interlace: UInt8 = 0,
    before: [UInt8] = [],
    lines: [UInt8]
  ) -> [UInt8] {
    let size = PictureSamples.bigEndian(width) + PictureSamples.bigEndian(height)
    return PictureSamples.signature
      + PictureSamples.chunk("IHDR", size + [depth, type, 0, 0, interlace]) + before
      + PictureSamples.chunk("IDAT", PictureSamples.zlib(lines)) + PictureSamples.chunk("IEND", [])
  }

  /// Gives a JPEG an EXIF segment with that orientation.
  static func oriented(_ jpeg: [UInt8], _ orientation: UInt8) -> [UInt8] {
    let tiff =
      Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation]
      + [0, 0, 0, 0, 0, 0]
    let body = Array("Exif\0\0".utf8) + tiff
    let length = body.count + 2
    return Array(jpeg.prefix(2)) + [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 255)] + body
      + jpeg.dropFirst(2)
  }

  /// A new folder that the caller removes.
  static func temporaryFolder() throws -> URL {
    let folder = TemporaryFolder.root
      .appendingPathComponent("saddle-image-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// Returns the code of the error that `body` throws.
func code(_ body: () throws(ImageError) -> Void) -> ImageError.Code? {
  do throws(ImageError) { try body() } catch { return error.code }
  return nil
}
