// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// What the text between two numbers of a line says of the second.
struct LineLabel: Sendable {
  enum Role: Sendable, Equatable {
    /// Nothing but spaces, commas or brackets: the next of several numbers, or one without name.
    case none
    /// An opening parenthesis: an average meter's mean, a tensor's second number.
    case parenthesis
    /// A slash: `0.12 / 0.05`.
    case slash
    /// `+-`, `±`: how far the number before varies.
    case deviation
    /// The place in training.
    case axis(ColumnMeaning.Axis)
    /// A column; whether its name means something.
    case value(String, isKnown: Bool)
    /// Words that name no column.
    case words
  }

  var role: Role
  /// Whether a colon, an equals sign or a bracket stands between name and number.
  var isMarked = false
  /// Whether an axis counts from the beginning of training, whatever else the line counts.
  var isGlobal = false
  /// Words that belong to no name.
  var spareWords = 0
  /// The network in brackets that the label begins a list of: `[D]`.
  var section: String?
  /// Known columns within the label whose number could not be told: `loss_d: $` of `loss_d: $5`.
  var unread: [String] = []
}

/// Finds names in labels, each label once.
struct LabelReader: Sendable {
  static let labelBytes = 256
  private static let sectionLimit = 4096
  private static let wordLimit = 5

  let matcher: NameMatcher
  private var table = ColumnNames()
  private var labels: [LineLabel] = []
  private var sections: [String: LineLabel] = [:]

  init(dialect: NameTable.Dialect) {
    matcher = NameMatcher(dialect: dialect)
  }

  /// Returns what `text`, the bytes in front of a number, says.
  mutating func label(_ text: UnsafeRawBufferPointer) -> LineLabel {
    // Names stand at the end.
    let tail = UnsafeRawBufferPointer(rebasing: text.suffix(LabelReader.labelBytes))
    guard let number = table.number(of: tail) else { return read(tail) }
    if Int(number) < labels.count { return labels[Int(number)] }
    let label = read(tail)
    labels.append(label)
    return label
  }

  /// The same within a list of a network's losses.
  mutating func label(_ text: UnsafeRawBufferPointer, section: String) -> LineLabel {
    let key = section + String(decoding: text.suffix(LabelReader.labelBytes), as: UTF8.self)
    if let known = sections[key] { return known }
    let result = listed(label(text), in: section, text)
    if sections.count < LabelReader.sectionLimit { sections[key] = result }
    return result
  }

  private func read(_ text: UnsafeRawBufferPointer) -> LineLabel {
    var end = text.count
    let mark = LabelReader.mark(text, &end)
    if mark.isAlone {
      let role: LineLabel.Role =
        mark.isParenthesis ? .parenthesis : .none
      return LineLabel(role: role)
    }
    if let sign = LabelReader.sign(UnsafeRawBufferPointer(rebasing: text[..<end])) {
      return LineLabel(role: sign)
    }
    let start = LabelReader.nameStart(text, end)
    let slice = UnsafeRawBufferPointer(rebasing: text[start..<end])
    let isMarked = mark.isMarked || LabelReader.isCell(slice, behind: text[..<start])
    var label = name(slice, isMarked: isMarked)
    let before = UnsafeRawBufferPointer(rebasing: text[..<start])
    label.spareWords += LabelReader.words(before)
    label.unread = unread(before)
    label.section = LabelReader.section(before)
    return label
  }

  // MARK: - Marks

  /// A wide colon, an arrow.
  private static let wideMarks: [[UInt8]] = [[0xef, 0xbc, 0x9a], [0xe2, 0x86, 0x92]]

  private struct Mark {
    var isMarked = false
    var isAlone = false
    var isParenthesis = false
  }

  /// Passes back over what stands between a name and its number.
  private static func mark(_ text: UnsafeRawBufferPointer, _ end: inout Int) -> Mark {
    var mark = Mark()
    func skipBack(_ accepts: (UInt8) -> Bool) {
      while end > 0, accepts(text[end - 1]) { end -= 1 }
    }
    var isBracketed = false
    skipBack { byte in
      if byte == .openParenthesis { mark.isParenthesis = true }
      if [.openParenthesis, .openBracket, .openBrace].contains(byte) { isBracketed = true }
      return Ascii.isSpace(byte)
        || [.openParenthesis, .openBracket, .openBrace, .less, .quote, .apostrophe, .hash].contains(
          byte
        )
    }
    if end == 0 || text[end - 1] == .comma && end == 1 || LabelReader.closesOnly(text, end) {
      mark.isAlone = true
      return mark
    }
    let marked = end
    if end >= 2, text[end - 1] == .greater, [.minus, .equals].contains(text[end - 2]) {
      end -= 2  // ->, =>
    } else if end >= 3, LabelReader.wideMarks.contains(Array(text[end - 3..<end])) {
      end -= 3
    } else {
      skipBack { [.colon, .equals, .minus].contains($0) }
    }
    // "the loss is 0.5"
    if end == marked, end >= 2, text[..<end].suffix(2).elementsEqual("is".utf8),
      end == 2 || Ascii.isSpace(text[end - 3])
    {
      end -= 2
      skipBack(Ascii.isSpace)
    }
    mark.isMarked = end < marked || isBracketed
    if end < marked {
      skipBack { Ascii.isSpace($0) || [.quote, .apostrophe, .point].contains($0) }
    } else {
      skipBack { $0 == .point }
    }
    mark.isAlone = end == 0
    return mark
  }

  private static let marks: [UInt8] = [
    .comma, .semicolon, .bar, .closeBracket, .openBracket, .closeParenthesis, .openParenthesis,
    .greater,
  ]

  /// Whether nothing but brackets, commas and bars stands there: `] [`.
  private static func closesOnly(_ text: UnsafeRawBufferPointer, _ end: Int) -> Bool {
    text[..<end].allSatisfy { Ascii.isSpace($0) || Self.marks.contains($0) }
      && !text[..<end].contains(.slash)
  }

  /// Whether a bar stands in front of a name of one word: `| feat 2.0 | adv 1.1 |`.
  private static func isCell(
    _ name: UnsafeRawBufferPointer,
    behind before: Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    !name.contains(where: Ascii.isSpace) && before.last { !Ascii.isSpace($0) } == .bar
  }

  private static func sign(_ text: UnsafeRawBufferPointer) -> LineLabel.Role? {
    guard text.count <= 4 else { return nil }
    let plain = text.filter { !Ascii.isSpace($0) && $0 != .closeParenthesis && $0 != .closeBracket }
    if plain == [.slash] { return .slash }
    if plain == [.plus, .minus] || plain == [.plus, .slash, .minus] || plain == [0xc2, 0xb1] {
      return .deviation
    }
    return nil
  }

  // MARK: - Names

  /// Where the name that ends at `end` begins.
  static func nameStart(_ text: UnsafeRawBufferPointer, _ end: Int) -> Int {
    var start = end
    var words = 1
    var nesting = 0
    var outermost = end
    let closing: UInt8 =
      end > 0 && text[end - 1] == .closeBracket ? .closeBracket : .closeParenthesis
    let opening: UInt8 = closing == .closeBracket ? .openBracket : .openParenthesis
    while start > 0 {
      let byte = text[start - 1]
      if byte == closing {
        if nesting == 0 { outermost = start }
        nesting += 1
      } else if byte == opening, nesting > 0 {
        nesting -= 1
      } else if nesting == 0 {
        if byte == .space {
          guard words < wordLimit, start > 1, !Ascii.isSpace(text[start - 2]),
            !isDash(text, start - 2)
          else { break }
          words += 1
        } else if !isNameByte(byte) || isDash(text, start - 1) {
          break
        }
      }
      start -= 1
    }
    // A bracket that was opened before a number is not the name's: `) train/loss`.
    if nesting > 0 { start = outermost }
    while start < end, [.minus, .plus, .point, .slash, .space].contains(text[start]) { start += 1 }
    return start
  }

  /// Whether a dash with spaces around it stands there: it separates.
  private static func isDash(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    guard index >= 0, text[index] == .minus else { return false }
    let before = index == 0 || Ascii.isSpace(text[index - 1])
    return before && (index + 1 >= text.count || Ascii.isSpace(text[index + 1]))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    Ascii.isWord(byte) || [.slash, .minus, .plus, .point, .asterisk, .ampersand].contains(byte)
  }

  private static func words(_ text: UnsafeRawBufferPointer) -> Int {
    text.split { !Ascii.isWord($0) }.count { $0.count > 1 && $0.contains(where: Ascii.isLetter) }
  }

  private func name(_ slice: UnsafeRawBufferPointer, isMarked: Bool) -> LineLabel {
    guard slice.contains(where: { Ascii.isLetter($0) || $0 >= 0x80 }) else {
      return LineLabel(role: .words)
    }
    let text = String(decoding: slice, as: UTF8.self).trimmingSpaces
    let words = text.split(whereSeparator: \.isWhitespace)
    for start in words.indices {
      let tail = words[start...].joined(separator: " ")
      var label = LineLabel(role: .words, isMarked: isMarked, spareWords: start)
      if let axis = LabelReader.axis(tail) {
        let isCount = start > 0 && LabelReader.counts.contains(words[start - 1].lowercased())
        label.role = isCount ? .words : .axis(axis)
        label.isGlobal = tail.lowercased().hasPrefix("global")
        return label
      }
      // "Time for epoch 3": an epoch rather than a time.
      let isPlace = !isMarked && words.last.flatMap { LabelReader.axis(String($0)) } != nil
      if !isPlace, isKnown(tail), isMarked || start == 0 || tail.utf8.count > 3 {
        label.role = .value(tail, isKnown: true)
        return label
      }
    }
    // `monitor.py:467` is where a line was printed.
    let isName = isMarked && text.utf8.count <= 80 && !text.hasSuffix(".py")
    return LineLabel(
      role: isName ? .value(text, isKnown: false) : .words,
      isMarked: isMarked,
      spareWords: isName ? 0 : words.count
    )
  }

  func isKnown(_ name: String) -> Bool {
    switch matcher.match(name).meaning {
    case .unknown, .axis: false
    case .signals, .term, .output, .share, .understood: true
    }
  }

  /// Names in front of the label's own that have a mark, but no number.
  private func unread(_ text: UnsafeRawBufferPointer) -> [String] {
    var result: [String] = []
    for index in text.indices where text[index] == .colon || text[index] == .equals {
      let behind = Array(
        text[(index + 1)...].drop(while: Ascii.isSpace)
          .prefix { !Ascii.isSpace($0) && $0 != .comma && $0 != .semicolon }
      )
      guard !behind.isEmpty, !behind.contains(where: Ascii.isLetter),
        behind.contains(where: {
          $0 == UInt8(ascii: "$") || $0 >= 0x80 || $0 == .plus || Ascii.isDigit($0)
        })
      else { continue }
      var end = index
      while end > 0, Ascii.isSpace(text[end - 1]) || text[end - 1] == .point { end -= 1 }
      let start = LabelReader.nameStart(text, end)
      let name = name(UnsafeRawBufferPointer(rebasing: text[start..<end]), isMarked: true)
      if case .value(let name, isKnown: true) = name.role { result.append(name) }
    }
    return result
  }
}
