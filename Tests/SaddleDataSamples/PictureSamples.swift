// SPDX-License-Identifier: Apache-2.0

import SaddleImage
import SaddleRunsSamples
import SaddleText

/// Small pictures, whole ones and such whose checksums are right around wrong content.
enum PictureSamples {
  /// The first bytes of every PNG.
  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// A piece of a PNG, with its checksum.
  static func chunk(_ type: String, _ body: [UInt8]) -> [UInt8] {
    let content = Array(type.utf8) + body
    return bigEndian(body.count) + content + bigEndian(Int(Gzip.checksum(content)))
  }

  /// Bytes as a zlib stream; the checksum at its end is right.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return [0x78, 0x9c] + Gzip.deflate(bytes) + bigEndian(Int(b << 16 | a))
  }

  static func gradient(_ width: Int, _ height: Int, _ channels: Int) -> [UInt8] {
    (0..<(width * height * channels)).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 7) }
  }

  /// PNG of each number of channels.
  static let pngs: [[UInt8]] = (1...4).compactMap {
    try? encodePNGPixels(gradient(9, 7, $0), width: 9, height: 7, channels: $0)
  }

  /// Baseline, progressive, gray, CMYK, YCCK.
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
    func bytes(_ most: Int) -> [UInt8] {
      (0..<number(0...most)).map { _ in UInt8(number(0...255)) }
    }
    var shape = Shape.allowed[number(0...Shape.allowed.count - 1)]
    (shape.width, shape.height) = (number(1...20), number(1...20))
    shape.isInterlaced = number(0...3) == 0
    let content = shape.lines(filter: UInt8(number(0...4)))
    if number(0...3) == 0 { shape.spoil(&random) }
    var file = signature
    file += chunk("IHDR", shape.header)
    if shape.type == 3 || number(0...7) == 0 {
      let palette = number(0...5) == 0 ? bytes(60) : gradient(1 << min(8, shape.depth), 1, 3)
      file += chunk("PLTE", palette)
    }
    let names = ["tRNS", "gAMA", "acTL", "eXIf", "fcTL", "bKGD", "iCCP", "zTXt", "PLTE", "sBIT"]
    for _ in 0..<max(0, number(-2...2)) {
      file += chunk(names[number(0...9)], bytes(24))
    }
    let packed = zlib(number(0...5) == 0 ? bytes(400) : content)
    let cut = number(0...3) == 0 ? number(0...packed.count) : packed.count
    file += chunk("IDAT", Array(packed[..<cut]))
    if cut < packed.count, number(0...1) == 0 {
      file += chunk("IDAT", Array(packed[cut...]))
    }
    return file + (number(0...7) == 0 ? [] : chunk("IEND", []))
  }

  /// What a PNG's header says.
  private struct Shape {
    var type: Int
    var depth: Int
    var width = 1
    var height = 1
    var isInterlaced = false
    var interlace: Int?

    /// The pairs of color type and depth that PNG allows.
    static let allowed: [Shape] = [
      (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]),
    ].flatMap { type, depths in depths.map { Shape(type: type, depth: $0) } }

    var header: [UInt8] {
      bigEndian(width) + bigEndian(height)
        + [depth, type, 0, 0, interlace ?? (isInterlaced ? 1 : 0)]
        .map { UInt8(truncatingIfNeeded: $0) }
    }

    /// As many bytes as the picture needs, a filter before each line.
    func lines(filter: UInt8) -> [UInt8] {
      let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][type] ?? 1
      // Adam7: first column and line of each pass, and its steps.
      let passes =
        isInterlaced
        ? [
          (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
          (0, 1, 1, 2),
        ] : [(0, 0, 1, 1)]
      return passes.flatMap { left, top, across, down -> [UInt8] in
        let columns = (max(0, width - left) + across - 1) / across
        let rows = (max(0, height - top) + down - 1) / down
        let line = (columns * channels * depth + 7) / 8
        guard columns > 0 else { return [] }
        return (0..<rows).flatMap { row in
          [filter] + (0..<line).map { UInt8(truncatingIfNeeded: $0 * 29 + row * 7) }
        }
      }
    }

    /// Says something else than the lines hold.
    mutating func spoil(_ random: inout SplitMix64) {
      switch Int.random(in: 0...4, using: &random) {
      case 0: width = Int.random(in: 0...40, using: &random)
      case 1: height = Int.random(in: 0...40, using: &random)
      case 2: depth = Int.random(in: 0...255, using: &random)
      case 3: type = Int.random(in: 0...255, using: &random)
      default: interlace = Int.random(in: 0...255, using: &random)
      }
    }
  }
}
