// SPDX-License-Identifier: Apache-2.0

/// The two facts about a file that the decoders don't tell: EXIF's orientation and animation.
///
/// Walks the chunks of a PNG or the segments of a JPEG; whatever is odd counts as absent.
struct ImageMetadata {
  var orientation = 1
  var isAnimated = false

  init(of bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) {
      readPNG(bytes)
    } else if bytes.starts(with: [0xff, 0xd8]) {
      readJPEG(bytes)
    }
  }

  private mutating func readPNG(_ bytes: [UInt8]) {
    var position = 8
    while let length = bytes.bigEndian32(at: position), length <= bytes.count - position - 12 {
      let body = bytes[(position + 8)..<(position + 8 + length)]
      switch String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self) {
      case "acTL": isAnimated = true
      case "eXIf": orientation = Self.orientation(inTIFF: body) ?? 1
      case "IEND": return
      default: break
      }
      position += 12 + length
    }
  }

  private mutating func readJPEG(_ bytes: [UInt8]) {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xff {
      let marker = bytes[position + 1]
      if marker == 0xff {
        position += 1
        continue
      }
      if marker == 0xda || marker == 0xd9 { return }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      guard length >= 2, position + 2 + length <= bytes.count else { return }
      let body = bytes[(position + 4)..<(position + 2 + length)]
      if marker == 0xe1, body.starts(with: Array("Exif\0\0".utf8)) {
        orientation = Self.orientation(inTIFF: body.dropFirst(6)) ?? orientation
      }
      position += 2 + length
    }
  }

  /// Returns tag 0x0112 of the first directory of a TIFF block, or nil.
  static func orientation(inTIFF slice: ArraySlice<UInt8>) -> Int? {
    let tiff = Array(slice)
    let isLittle = tiff.starts(with: Array("II".utf8))
    guard isLittle || tiff.starts(with: Array("MM".utf8)) else { return nil }
    func number(_ at: Int, _ count: Int) -> Int? {
      guard at >= 0, at <= tiff.count - count else { return nil }
      let field = tiff[at..<(at + count)]
      return (isLittle ? Array(field.reversed()) : Array(field)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for index in 0..<entries {
      let entry = directory + 2 + 12 * index
      guard let tag = number(entry, 2) else { return nil }
      if tag == 0x0112, let value = number(entry + 8, 2), (1...8).contains(value) { return value }
    }
    return nil
  }
}

extension [UInt8] {
  /// Returns the big-endian 32-bit number at a position, or nil where the bytes end.
  func bigEndian32(at position: Int) -> Int? {
    guard position >= 0, position <= count - 4 else { return nil }
    return self[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}
