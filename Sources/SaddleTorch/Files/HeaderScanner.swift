// SPDX-License-Identifier: Apache-2.0

/// Reads the JSON that a safetensors header may hold: objects, strings, lists of whole numbers.
///
/// Written for hostile input: a general JSON reader lets duplicate keys, fractions and deep
/// nesting pass. Depth is bounded by its callers, nothing is allocated beyond the input's size.
struct HeaderScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func failure(_ what: String) -> SafeTensorsError {
    SafeTensorsError(.header, "\(what) at byte \(position) of the header")
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(SafeTensorsError) {
    skipSpace()
    guard take(character) else { throw failure("'\(character)' is missing") }
  }

  /// Makes sure that nothing but space follows.
  mutating func end() throws(SafeTensorsError) {
    skipSpace()
    guard next == nil else { throw failure("unexpected text") }
  }

  /// Reads an object; `member` reads the value of the key it is given.
  mutating func object(
    _ member: (inout HeaderScanner, String) throws(SafeTensorsError) -> Void
  ) throws(SafeTensorsError) {
    try expect("{")
    skipSpace()
    if take("}") { return }
    while true {
      let key = try string()
      try expect(":")
      try member(&self, key)
      skipSpace()
      if take("}") { return }
      try expect(",")
    }
  }

  /// Reads a list of whole numbers that aren't negative.
  mutating func integers() throws(SafeTensorsError) -> [Int] {
    try expect("[")
    skipSpace()
    if take("]") { return [] }
    var result: [Int] = []
    while true {
      result.append(try integer())
      skipSpace()
      if take("]") { return result }
      try expect(",")
    }
  }

  private mutating func integer() throws(SafeTensorsError) -> Int {
    skipSpace()
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    let digits = bytes[start..<position]
    let isPadded = digits.count > 1 && digits.first == UInt8(ascii: "0")
    guard !isPadded, let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw failure("a whole number below 2^63 is missing")
    }
    return value
  }

  mutating func string() throws(SafeTensorsError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let result = String(validating: text, as: UTF8.self) else {
          throw failure("a string that isn't UTF-8")
        }
        return result
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20: throw failure("a control character in a string")
      default: text.append(byte)
      }
    }
    throw failure("an unfinished string")
  }

  private mutating func escape() throws(SafeTensorsError) -> [UInt8] {
    guard let byte = next else { throw failure("an unfinished string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(Character(try unicodeEscape())).utf8)
    default: throw failure("an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(SafeTensorsError) -> Unicode.Scalar {
    let first = try hexadecimal()
    guard (0xD800..<0xDC00).contains(first) else {
      guard let scalar = Unicode.Scalar(first) else { throw failure("half a surrogate pair") }
      return scalar
    }
    guard take("\\"), take("u") else { throw failure("half a surrogate pair") }
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw failure("half a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(SafeTensorsError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
        byte < 0x80
      else { throw failure("an unknown escape") }
      position += 1
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
