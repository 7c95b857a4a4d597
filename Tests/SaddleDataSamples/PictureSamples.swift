// SPDX-License-Identifier: Apache-2.0

import SaddleImage
import SaddleRunsSamples
import SaddleText

/// Small pictures, whole ones and such whose checksums are right around wrong content.
enum PictureSamples {
  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func chunk(_ type: [UInt8], _ body: [UInt8]) -> [UInt8] {
    let content = type + body
    return bigEndian(body.count) + content + bigEndian(Int(Gzip.checksum(content)))
  }

  /// Bytes as a zlib stream; the checksum at its end is right.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    // gzip is deflate in another frame: 10 bytes before, 8 behind.
    let packed = (try? Gzip.pack(bytes)) ?? []
    return [0x78, 0x9c] + packed.dropFirst(10).dropLast(8) + bigEndian(Int(b << 16 | a))
  }

  static func gradient(_ width: Int, _ height: Int, _ channels: Int) -> [UInt8] {
    (0..<(width * height * channels)).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 7) }
  }

  /// PNG of each number of channels.
  static let pngs: [[UInt8]] = (1...4).compactMap {
    try? encodePNGPixels(gradient(9, 7, $0), width: 9, height: 7, channels: $0)
  }

  /// Baseline, progressive, grey, CMYK, YCCK.
  static let jpegs: [[UInt8]] = [
    (1, false, false), (3, false, false), (3, true, false), (4, false, false), (4, true, true),
  ].compactMap { channels, progressive, ycck in
    try? encodeJPEGPixels(
      gradient(9, 7, channels),
      width: 9,
      height: 7,
      channels: channels,
      quality: 60,
      progressive: progressive,
      ycck: ycck
    )
  }

  /// A PNG of random shape: its chunks are well formed, and what is in them may not be.
  static func png(_ random: inout SplitMix64) -> [UInt8] {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let (width, height) = (number(0...20), number(0...20))
    let depth = [1, 2, 4, 8, 16, number(0...255)][number(0...5)]
    let type = [0, 2, 3, 4, 6, number(0...255)][number(0...5)]
    let interlace = number(0...9) == 0 ? number(0...255) : number(0...1)
    let header =
      bigEndian(width) + bigEndian(height)
      + [depth, type, 0, 0, interlace].map { UInt8(truncatingIfNeeded: $0) }
    func bytes(_ most: Int) -> [UInt8] {
      (0..<number(0...most)).map { _ in UInt8(number(0...255)) }
    }
    var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    file += chunk(Array("IHDR".utf8), header)
    if type == 3 || number(0...7) == 0 { file += chunk(Array("PLTE".utf8), bytes(60)) }
    let names = ["tRNS", "gAMA", "acTL", "eXIf", "fcTL", "bKGD", "iCCP", "zTXt", "PLTE", "sBIT"]
    for _ in 0..<number(0...2) {
      file += chunk(Array(names[number(0...9)].utf8), bytes(24))
    }
    let needed = height * (1 + (width * 4 * max(8, depth) + 7) / 8)
    let raw = number(0...5) == 0 ? bytes(400) : lines(height, needed, &random)
    let packed = zlib(raw)
    let cut = number(0...3) == 0 ? number(0...packed.count) : packed.count
    file += chunk(Array("IDAT".utf8), Array(packed[..<cut]))
    if cut < packed.count, number(0...1) == 0 {
      file += chunk(Array("IDAT".utf8), Array(packed[cut...]))
    }
    return file + (number(0...7) == 0 ? [] : chunk(Array("IEND".utf8), []))
  }

  private static func lines(
    _ height: Int,
    _ count: Int,
    _ random: inout SplitMix64
  ) -> [UInt8] {
    let filter = UInt8.random(in: 0...5, using: &random)
    let step = max(1, count / max(1, height))
    return (0..<min(count, 4000)).map {
      $0 % step == 0 ? filter : UInt8(truncatingIfNeeded: $0 * 29)
    }
  }
}
