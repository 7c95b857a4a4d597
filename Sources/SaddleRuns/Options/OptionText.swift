// SPDX-License-Identifier: Apache-2.0

/// Reads options that a program printed: whatever has a name, a sign and a value.
///
///     Namespace(lr=0.0002, betas=(0.5, 0.999), gan_mode='lsgan')
///     [INFO] > LOSS = {'adv_loss': 'hinge', 'apply_gp': False}
///                    batch_size: 1                  [default: 1]
///     python train.py --lr_g 1e-4 --batch-size 16
struct OptionText {
  private(set) var list: OptionList

  init(source: String) { list = OptionList(source: source) }

  /// Takes in an option that stands in a row of a table.
  mutating func add(_ name: String, _ value: String) {
    list.add(name.split(separator: ".").map(String.init), value)
  }

  /// Takes in a line; lines without options cost nothing.
  mutating func take(_ line: String) {
    var cursor = Array(line.utf8)[...]
    var last: UInt8 = 32
    while let byte = cursor.first {
      if byte == .minus, cursor.dropFirst().first == .minus, Ascii.isSpace(last) {
        cursor = cursor.dropFirst(2)
        flag(&cursor)
        last = 32
      } else if Ascii.isLetter(byte) || byte == .underscore, !Ascii.isWord(last) {
        let isQuoted = last == .apostrophe || last == .quote
        pair(&cursor, quote: isQuoted ? last : nil)
        last = cursor.startIndex > 0 ? 32 : last
      } else {
        last = byte
        cursor = cursor.dropFirst()
      }
    }
  }

  /// `--name value`, `--name=value`, `--name`.
  private mutating func flag(_ cursor: inout ArraySlice<UInt8>) {
    let name = Self.name(&cursor)
    guard !name.isEmpty else { return }
    if cursor.first == .equals { cursor = cursor.dropFirst() }
    Self.skipSpaces(&cursor)
    guard let next = cursor.first, !(next == .minus && cursor.dropFirst().first == .minus) else {
      return list.add([name], "True")
    }
    list.add([name], Self.value(&cursor))
  }

  /// `name: value`, `name = value`, `'name': value`.
  private mutating func pair(_ cursor: inout ArraySlice<UInt8>, quote: UInt8?) {
    let name = Self.name(&cursor)
    if let quote, cursor.first == quote { cursor = cursor.dropFirst() }
    var rest = cursor
    Self.skipSpaces(&rest)
    guard let sign = rest.first, sign == .colon || sign == .equals else { return }
    rest = rest.dropFirst()
    // `10:00:01`, `C:\data` and `a == b` are no options.
    guard rest.first != .equals, rest.first != .colon, !name.isEmpty else { return }
    Self.skipSpaces(&rest)
    cursor = rest
    // What opens here holds options itself.
    guard let first = rest.first, first != .openBrace else { return }
    let value = Self.value(&cursor)
    if !value.isEmpty { list.add([name], value) }
  }

  private static func name(_ cursor: inout ArraySlice<UInt8>) -> String {
    let end =
      cursor.firstIndex { !Ascii.isWord($0) && $0 != .minus && $0 != .point } ?? cursor.endIndex
    defer { cursor = cursor[end...] }
    return String(decoding: cursor[..<end], as: UTF8.self)
  }

  /// A quoted text, a group in brackets, or everything up to a sign that ends values.
  private static func value(_ cursor: inout ArraySlice<UInt8>) -> String {
    guard let first = cursor.first else { return "" }
    if first == .apostrophe || first == .quote {
      let inner = cursor.dropFirst()
      let end = inner.firstIndex(of: first) ?? inner.endIndex
      defer { cursor = cursor[min(end + 1, cursor.endIndex)...] }
      return String(decoding: inner[..<end], as: UTF8.self)
    }
    let closing: UInt8? =
      first == .openParenthesis ? .closeParenthesis : first == .openBracket ? .closeBracket : nil
    if let closing, let end = cursor.firstIndex(of: closing) {
      defer { cursor = cursor[(end + 1)...] }
      return String(decoding: cursor[...end], as: UTF8.self)
    }
    let end =
      cursor.firstIndex {
        Ascii.isSpace($0)
          || [.comma, .semicolon, .closeParenthesis, .closeBracket, .closeBrace, .bar].contains($0)
      }
      ?? cursor.endIndex
    defer { cursor = cursor[end...] }
    return String(decoding: cursor[..<end], as: UTF8.self)
  }

  private static func skipSpaces(_ cursor: inout ArraySlice<UInt8>) {
    while let byte = cursor.first, byte == .space || byte == .tab { cursor = cursor.dropFirst() }
  }
}
