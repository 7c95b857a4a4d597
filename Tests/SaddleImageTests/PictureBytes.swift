// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting

@testable import SaddleImage

/// Small picture files made in the test, whole and broken.
enum PictureBytes {
  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

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

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func chunk(_ type: String, _ body: [UInt8], checksum: UInt32? = nil) -> [UInt8] {
    let content = Array(type.utf8) + body
    let sum = checksum ?? Gzip.checksum(content)
    return bigEndian(body.count) + content + bigEndian(Int(sum))
  }

  /// Wraps bytes as a zlib stream of stored blocks, so a test needs no compressor.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    var stream: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(0xffff)
      rest = rest.dropFirst(block.count)
      stream.append(rest.isEmpty ? 1 : 0)
      for value in [block.count, ~block.count] {
        stream.append(UInt8(truncatingIfNeeded: value))
        stream.append(UInt8(truncatingIfNeeded: value >> 8))
      }
      stream += block
    } while !rest.isEmpty
    return stream + bigEndian(Int(b << 16 | a))
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
    signature
      + chunk("IHDR", bigEndian(width) + bigEndian(height) + [depth, type, 0, 0, interlace])
      + before + chunk("IDAT", zlib(lines)) + chunk("IEND", [])
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
