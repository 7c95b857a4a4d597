// SPDX-License-Identifier: Apache-2.0

/// A number as a framework's array or tensor prints itself.
///
/// `tensor(0.69, device='cuda:0', grad_fn=<AddBackward0>)`, `tf.Tensor(0.69, shape=(), ...)`,
/// `<tf.Tensor: shape=(), dtype=float32, numpy=0.69>`, `np.float32(0.69)`, `array([0.69])`,
/// `Tensor(shape=[1], dtype=float32, place=Place(cpu), [0.69])`, `Tensor(..., value= 0.69)`.
enum WrappedNumber {
  private static let names: Set<String> = [
    "tensor", "array", "devicearray", "float16", "float32", "float64", "float", "double",
    "variable", "eagertensor", "decimal", "bfloat16",
  ]

  /// Reads a wrapped number at the cursor and passes over the wrapping.
  ///
  /// Returns nil, the cursor unchanged, where none stands. Of several numbers the first counts.
  static func scan(_ cursor: inout TextCursor) -> Double? {
    guard let first = cursor.peek(), Ascii.isLetter(first) || first == .less else { return nil }
    var probe = cursor
    if first == .less { probe.advance() }
    let name = probe.take { Ascii.isWord($0) || $0 == .point }
    guard let next = probe.peek(), next == .openParenthesis || (next == .colon && first == .less),
      name.count <= 40,
      let last = name.split(separator: 46).last,
      names.contains(String(decoding: last, as: UTF8.self).lowercased())
    else { return nil }
    let start = probe.position
    guard skipToEnd(&probe, opening: first == .less ? .less : .openParenthesis) else { return nil }
    let inner = TextCursor(cursor.bytes, from: start + 1, to: probe.position - 1)
    guard let value = number(inner) else { return nil }
    cursor = probe
    return value
  }

  /// Goes behind the bracket that closes what was opened.
  private static func skipToEnd(_ probe: inout TextCursor, opening: UInt8) -> Bool {
    let closing: UInt8 = opening == .less ? .greater : .closeParenthesis
    var depth = opening == .less ? 1 : 0
    while let byte = probe.peek() {
      probe.advance()
      if byte == opening {
        depth += 1
      } else if byte == closing {
        depth -= 1
        if depth == 0 { return true }
      }
    }
    return false
  }

  private static func number(_ inner: TextCursor) -> Double? {
    var cursor = inner
    _ = cursor.take { Ascii.isSpace($0) || $0 == .openBracket }
    if let value = cursor.number() { return value }
    for key in ["numpy=", "value="] {
      var cursor = inner
      while !cursor.isAtEnd {
        var here = cursor
        if key == "numpy=" ? here.match("numpy=") : here.match("value=") {
          _ = here.take { Ascii.isSpace($0) || $0 == .openBracket }
          return here.number()
        }
        cursor.advance()
      }
    }
    // The number stands in the last brackets.
    var place = inner.end
    while place > inner.position, inner.bytes[place - 1] != .openBracket { place -= 1 }
    guard place > inner.position else { return nil }
    cursor = TextCursor(inner.bytes, from: place, to: inner.end)
    cursor.skipSpaces()
    guard let value = cursor.number(), cursor.skip(past: "]") else { return nil }
    cursor.skipSpaces()
    return cursor.isAtEnd ? value : nil
  }
}
