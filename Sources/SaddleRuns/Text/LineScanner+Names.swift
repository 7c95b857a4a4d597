// SPDX-License-Identifier: Apache-2.0

// Numbers that are a part of a name.
extension LineScanner {
  /// Whether the number from `begin` to the cursor belongs to a name: `discr (scale 0.5) loss: 1.2`.
  ///
  /// It stands behind a word in a parenthesis that closes behind it; a name goes on to either side, up
  /// to a mark. A place (`(step 100)`) does not.
  func isInName(_ cursor: TextCursor, _ floor: Int, _ begin: Int) -> Bool {
    guard cursor.peek() == .closeParenthesis else { return false }
    let before = cursor.slice(floor, begin)
    guard let open = before.lastIndex(of: .openParenthesis),
      before[..<open].last(where: { !Ascii.isSpace($0) }).map(Ascii.isLetter) == true
    else { return false }
    let word = before[(open + 1)...].filter { !Ascii.isSpace($0) }
    guard !word.isEmpty, word.allSatisfy(Ascii.isLetter),
      LabelReader.axis(String(decoding: word, as: UTF8.self)) == nil
    else { return false }
    var probe = cursor
    probe.advance()
    let name = probe.take { Ascii.isLetter($0) || Ascii.isSpace($0) || $0 == .underscore }
    return name.contains(where: Ascii.isLetter)
      && (probe.peek() == .colon || probe.peek() == .equals)
  }
}
