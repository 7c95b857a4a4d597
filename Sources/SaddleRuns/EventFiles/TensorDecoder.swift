// SPDX-License-Identifier: Apache-2.0

/// Reads a `TensorProto` as far as logs need it.
///
/// - Source: tensorflow/tensorboard, `tensorboard/compat/proto/{tensor,types}.proto`.
enum TensorDecoder {
  enum Content {
    case scalar(Double)
    case text([UnsafeRawBufferPointer])
    case images([UnsafeRawBufferPointer])
    case other
  }

  /// Returns the content, or nil when the bytes are not a tensor.
  static func decode(_ bytes: UnsafeRawBufferPointer) -> Content? {
    var cursor = ByteCursor(bytes)
    var type: UInt64 = 0
    var elements: UInt64 = 1
    var number: Double?
    var content: UnsafeRawBufferPointer?
    var strings: [UnsafeRawBufferPointer] = []
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return nil }
      switch (key >> 3, key & 7) {
      case (1, 0):
        guard let value = cursor.varint() else { return nil }
        type = value
      case (2, 2):
        guard let shape = cursor.delimited(), let count = elementCount(shape) else { return nil }
        elements = count
      case (4, 2):
        guard let value = cursor.delimited() else { return nil }
        content = value
      case (5, 5):
        guard let word = cursor.word32() else { return nil }
        number = Double(Float(bitPattern: word))
      case (6, 1):
        guard let word = cursor.word64() else { return nil }
        number = Double(bitPattern: word)
      case (7, 0), (10, 0), (11, 0), (13, 0), (16, 0), (17, 0):
        guard let value = cursor.varint() else { return nil }
        number = integer(value, type: type)
      case (5, 2), (6, 2), (7, 2), (10, 2), (11, 2), (13, 2), (16, 2), (17, 2):
        guard let packed = cursor.delimited() else { return nil }
        var inner = ByteCursor(packed)
        switch key >> 3 {
        case 5: number = inner.word32().map { Double(Float(bitPattern: $0)) }
        case 6: number = inner.word64().map { Double(bitPattern: $0) }
        default: number = inner.varint().map { integer($0, type: type) }
        }
      case (8, 2):
        guard let value = cursor.delimited() else { return nil }
        if strings.count < 64 { strings.append(value) }
      default:
        guard cursor.skip(wire: key & 7) else { return nil }
      }
    }
    if type == 7 { return text(strings) }
    guard elements == 1 else { return .other }
    if let content { return raw(content, type: type).map(Content.scalar) ?? .other }
    // A proto3 writer omits a value of zero.
    return .scalar(number ?? 0)
  }

  /// Strings are texts, or an image: width, height, then one file each.
  private static func text(_ strings: [UnsafeRawBufferPointer]) -> Content {
    guard strings.count >= 3, strings[2].count > 8 else { return .text(strings) }
    let isDigits = strings.prefix(2).allSatisfy { word in
      (1...6).contains(word.count) && word.allSatisfy { (48...57).contains($0) }
    }
    return isDigits ? .images(Array(strings.dropFirst(2))) : .text(strings)
  }

  private static func integer(_ value: UInt64, type: UInt64) -> Double {
    switch type {
    case 19: half(UInt16(truncatingIfNeeded: value))
    case 14: Double(Float(bitPattern: UInt32(UInt16(truncatingIfNeeded: value)) << 16))
    case 17, 22, 23: Double(value)
    default: Double(Int64(bitPattern: value))
    }
  }

  /// IEEE 754 binary16, by hand because `Float16` does not exist on every platform.
  private static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1f)
    let fraction = Double(bits & 0x3ff)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }

  private static func raw(_ bytes: UnsafeRawBufferPointer, type: UInt64) -> Double? {
    var cursor = ByteCursor(bytes)
    switch (type, bytes.count) {
    case (1, 4): return cursor.word32().map { Double(Float(bitPattern: $0)) }
    case (2, 8): return cursor.word64().map { Double(bitPattern: $0) }
    case (3, 4): return cursor.word32().map { Double(Int32(bitPattern: $0)) }
    case (9, 8): return cursor.word64().map { Double(Int64(bitPattern: $0)) }
    case (22, 4): return cursor.word32().map { Double($0) }
    case (23, 8): return cursor.word64().map { Double($0) }
    case (14, 2), (19, 2):
      return integer(UInt64(bytes[0]) | UInt64(bytes[1]) << 8, type: type)
    case (5, 2):
      return Double(Int16(truncatingIfNeeded: Int(bytes[0]) | Int(bytes[1]) << 8))
    case (4, 1), (10, 1): return Double(bytes[0])
    case (6, 1): return Double(Int8(bitPattern: bytes[0]))
    default: return nil
    }
  }

  /// The product of the dimensions' sizes; nil when the bytes are not a shape.
  private static func elementCount(_ shape: UnsafeRawBufferPointer) -> UInt64? {
    var cursor = ByteCursor(shape)
    var count: UInt64 = 1
    while cursor.remaining > 0 {
      guard let key = cursor.varint() else { return nil }
      guard key == 2 << 3 | 2 else {
        guard cursor.skip(wire: key & 7) else { return nil }
        continue
      }
      guard let dimension = cursor.delimited() else { return nil }
      var inner = ByteCursor(dimension)
      var size: UInt64 = 0
      while inner.remaining > 0 {
        guard let key = inner.varint() else { return nil }
        if key == 1 << 3 {
          guard let value = inner.varint() else { return nil }
          size = value
        } else if !inner.skip(wire: key & 7) {
          return nil
        }
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }
}
