// SPDX-License-Identifier: Apache-2.0

/// Turns UTF-16 with a byte-order mark into UTF-8 and passes over UTF-8's mark.
struct TextDecoder: Sendable {
  private enum Encoding { case undecided, plain, little, big }

  private var encoding = Encoding.undecided
  private var held: [UInt8] = []

  /// Returns the converted bytes, or nil when the bytes are to be read as they are.
  mutating func convert(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    if encoding == .plain { return nil }
    held.append(contentsOf: bytes)
    if encoding == .undecided {
      guard let first = held.first else { return [] }
      if first != 0xef, first != 0xff, first != 0xfe {
        return settle(.plain, dropping: 0)
      }
      guard held.count >= 3 else { return [] }
      switch (held[0], held[1], held[2]) {
      case (0xef, 0xbb, 0xbf): return settle(.plain, dropping: 3)
      case (0xff, 0xfe, _): encoding = .little
      case (0xfe, 0xff, _): encoding = .big
      default: return settle(.plain, dropping: 0)
      }
      held.removeFirst(2)
    }
    return wide()
  }

  private mutating func settle(_ encoding: Encoding, dropping count: Int) -> [UInt8] {
    self.encoding = encoding
    defer { held = [] }
    return Array(held.dropFirst(count))
  }

  private mutating func wide() -> [UInt8] {
    let whole = held.count / 2 * 2
    var units: [UInt16] = []
    units.reserveCapacity(whole / 2)
    for index in stride(from: 0, to: whole, by: 2) {
      let (low, high) = encoding == .little ? (index, index + 1) : (index + 1, index)
      units.append(UInt16(held[low]) | UInt16(held[high]) << 8)
    }
    held.removeFirst(whole)
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
