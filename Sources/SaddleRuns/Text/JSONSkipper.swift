// SPDX-License-Identifier: Apache-2.0

/// Passes over JSON values.
enum JSONSkipper {
  /// Passes over `true`, `false`, `null` and Python's `None`.
  static func matchWord(_ cursor: inout TextCursor) -> Bool {
    cursor.match("true") || cursor.match("false") || cursor.match("null") || cursor.match("None")
  }

  /// Passes over the value at the cursor; false where it is not valid.
  static func skip(
    _ cursor: inout TextCursor,
    depth: Int
  ) -> Bool {
    guard depth < 32 else { return false }
    switch cursor.peek() {
    case UInt8.quote: return JSONText.string(&cursor) != nil
    case UInt8.openBracket, UInt8.openBrace:
      let isObject = cursor.peek() == .openBrace
      cursor.advance()
      while true {
        cursor.skipSpaces()
        if cursor.match("]") || cursor.match("}") { return true }
        if isObject {
          guard JSONText.string(&cursor) != nil else { return false }
          cursor.skipSpaces()
          guard cursor.match(":") else { return false }
          cursor.skipSpaces()
        }
        guard skip(&cursor, depth: depth + 1) else { return false }
        cursor.skipSpaces()
        if cursor.match(",") { continue }
        return isObject ? cursor.match("}") : cursor.match("]")
      }
    default: return matchWord(&cursor) || cursor.number() != nil
    }
  }
}
