// SPDX-License-Identifier: Apache-2.0

/// A place in some bytes from which values are taken; beyond the end it answers nil, never traps.
struct ByteCursor {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }

  @inline(__always)
  mutating func varint() -> UInt64? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    if first < 0x80 {
      position += 1
      return UInt64(first)
    }
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 70 {
      let byte = bytes[position]
      position += 1
      result |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
    return nil
  }

  @inline(__always)
  mutating func word32() -> UInt32? {
    guard remaining >= 4 else { return nil }
    defer { position += 4 }
    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  @inline(__always)
  mutating func word64() -> UInt64? {
    guard remaining >= 8 else { return nil }
    defer { position += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  /// The next `count` bytes, without copying.
  @inline(__always)
  mutating func take(_ count: UInt64) -> UnsafeRawBufferPointer? {
    guard count <= UInt64(remaining) else { return nil }
    let end = position + Int(count)
    defer { position = end }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
  }

  /// A length-delimited field's bytes.
  @inline(__always)
  mutating func delimited() -> UnsafeRawBufferPointer? {
    guard let count = varint() else { return nil }
    return take(count)
  }

  /// The bytes of the first field of this number in a message; nil where it has none.
  static func field(_ number: UInt64, of message: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer?
  {
    var cursor = ByteCursor(message)
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return nil }
      if key == number << 3 | 2 { return cursor.delimited() }
      guard cursor.skip(wire: key & 7) else { return nil }
    }
    return nil
  }

  /// Passes over a field of this wire type; false when it is cut off or of an unknown type.
  mutating func skip(wire: UInt64) -> Bool {
    switch wire {
    case 0: varint() != nil
    case 1: word64() != nil
    case 2: delimited() != nil
    case 5: word32() != nil
    default: false
    }
  }
}
