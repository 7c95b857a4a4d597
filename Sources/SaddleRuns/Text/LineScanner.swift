// SPDX-License-Identifier: Apache-2.0

/// Reads the numbers of a line with the names that stand before them, whatever separates them.
///
///     Epoch 1/6:   2%|  | 1/40 [00:01<00:30, 12.1it/s, D_loss=1.39, G_loss=0.70]
///     iter 99   train disc cost   5.75   train gen cost   -1.29
///     Gen. (1.14) | Discrim. (-0.10):   1%|   | 2/200 [00:02<01:00]
///
/// Each number is read with the text back to the number before, its label; what a label means is
/// found out once. Marked names (`name: 1`, `name=1`, `name[1]`) are columns whether known or not,
/// others where the name is known.
struct LineScanner: Sendable {
  /// What was found in a line.
  struct Line {
    var place = LinePlace()
    /// Columns, and those of them whose names mean something.
    var columns = 0
    var known = 0
    /// Words that belong to no name.
    var spareWords = 0
    /// Whether values are parts of expressions: the line is program text.
    var isCode = false
    /// The column that the last number was of, and how many numbers it had.
    fileprivate var name = ""
    fileprivate var count = 0
    fileprivate var isFresh = true
    /// The row's first cell behind the last place: a bar that is drawn again repeats its names.
    fileprivate var firstCell = 0
    /// The network in brackets whose losses are listed: `[D]` of `[D] real 0.4 fake 0.5`.
    fileprivate var section = ""
  }

  private var reader: LabelReader
  /// Whether the log is known to write decimal commas.
  var decimalComma = false

  init(dialect: NameTable.Dialect = .common) {
    reader = LabelReader(dialect: dialect)
  }

  /// Adds the columns of a line as cells; the place is returned.
  mutating func scan(_ start: TextCursor, into rows: inout ParsedRows) -> Line {
    var line = Line()
    line.firstCell = rows.cells.count
    var cursor = start
    var floor = cursor.position
    while !cursor.isAtEnd {
      guard LineScanner.seek(&cursor) else { break }
      let begin = cursor.position
      let found: NumberToken.Found
      if let value = WrappedNumber.scan(&cursor) {
        found = .number(NumberToken(value: value, whole: nil))
      } else if let token = NumberToken.scan(&cursor, decimalComma: decimalComma) {
        found = token
      } else {
        LineScanner.skipWord(&cursor)
        if cursor.position == begin { cursor.advance() }
        continue
      }
      if isInName(cursor, floor, begin) { continue }
      let text = cursor.slice(floor, begin)
      var label = reader.label(text)
      if let section = label.section { line.section = section }
      if !line.section.isEmpty { label = reader.label(text, section: line.section) }
      line.spareWords += label.spareWords
      for name in label.unread { rows.noteUnread(name, text) }
      take(found, label, cursor.slice(begin, cursor.position), &cursor, &line, &rows)
      floor = cursor.position
    }
    line.spareWords += LineScanner.words(cursor.slice(floor, cursor.end))
    return line
  }

  private func take(
    _ found: NumberToken.Found,
    _ label: LineLabel,
    _ text: UnsafeRawBufferPointer,
    _ cursor: inout TextCursor,
    _ line: inout Line,
    _ rows: inout ParsedRows
  ) {
    if case .number(let token) = found {
      take(token, label, text, &cursor, &line, &rows)
      return
    }
    // `[0/25][5/5631][1]`: a number behind a place is none.
    line.isFresh = false
    switch (found, label.role) {
    case (.fraction(let done, let total), .axis(let axis)):
      line.place.take(axis, Double(done), total: total)
      line.firstCell = rows.cells.count
    case (.ambiguous(let grouped), .axis(let axis)):
      line.place.take(axis, Double(grouped))
      line.firstCell = rows.cells.count
    case (_, .value(let name, isKnown: true)) where label.isMarked: rows.noteUnread(name, text)
    case (.fraction(let done, let total), _):
      line.place.fractions.append((done, total))
      line.firstCell = rows.cells.count
    default: break
    }
    line.name = ""
  }

  private func take(
    _ token: NumberToken,
    _ label: LineLabel,
    _ text: UnsafeRawBufferPointer,
    _ cursor: inout TextCursor,
    _ line: inout Line,
    _ rows: inout ParsedRows
  ) {
    defer { line.isFresh = false }
    if let axis = LineScanner.axis(token.suffix) {
      line.place.take(axis, token.value)
      line.firstCell = rows.cells.count
      line.name = ""
      return
    }
    switch label.role {
    case .axis(let axis):
      if label.isGlobal { line.place.step = nil }
      line.place.take(axis, token.value * LineScanner.factor(token.suffix))
      line.firstCell = rows.cells.count
      line.name = ""
    case .value(let first, let isKnown):
      let name = LineScanner.unique(first, line, &rows)
      if cursor.follows(42) {
        line.isCode = true
      } else if !LineScanner.isUnit(token.suffix) || isSpaced(token, label, &cursor) {
        rows.noteUnread(name, text)
      } else {
        rows.add(name, token.value)
        line.columns += 1
        if isKnown { line.known += 1 }
      }
      line.name = name
      line.count = 1
    case .none, .parenthesis, .slash, .deviation:
      // `[0328 10:00:01 ...]`: four digits in front of a clock are a day.
      if line.isFresh, text.count == 4, cursor.isAtClock { return }
      follow(token, label.role, &line, &rows)
    case .words: line.name = ""
    }
  }

  /// The name, or `acc (2)` where the line has it already: two values are two columns.
  private static func unique(_ name: String, _ line: Line, _ rows: inout ParsedRows) -> String {
    var result = name
    // A line with more names is no log line.
    guard line.columns < 64 else { return name }
    for number in 2...9 {
      guard let column = rows.columns.number(of: result),
        rows.cells[line.firstCell...].contains(where: { $0.column == column })
      else { break }
      result = "\(name) (\(number))"
    }
    return result
  }

  /// A number without a name of its own: it goes on with the one before, or counts.
  private func follow(
    _ token: NumberToken,
    _ role: LineLabel.Role,
    _ line: inout Line,
    _ rows: inout ParsedRows
  ) {
    if line.name.isEmpty {
      if line.isFresh, line.columns == 0, let whole = token.whole, token.suffix.isEmpty {
        line.place.counter = line.place.counter ?? whole
      }
      return
    }
    guard line.count < 64, LineScanner.isUnit(token.suffix) else { return }
    switch role {
    case .parenthesis: rows.add(line.name + " (avg)", token.value)
    case .slash: rows.add(line.name + " after", token.value)
    case .deviation: rows.add(line.name + " (std)", token.value)
    case .none, .axis, .value, .words:
      guard token.suffix.isEmpty else { return }
      rows.add("\(line.name)[\(line.count)]", token.value)
      line.count += 1
    }
  }

  /// `1 234`: one thousand or two numbers; it is not read.
  private func isSpaced(
    _ token: NumberToken,
    _ label: LineLabel,
    _ cursor: inout TextCursor
  ) -> Bool {
    guard label.isMarked, let whole = token.whole, whole < 1000 else { return false }
    var probe = cursor
    guard probe.match(" ") else { return false }
    let digits = probe.take(while: Ascii.isDigit)
    guard digits.count == 3, probe.peek().map({ Ascii.isWord($0) || $0 == .slash }) != true else {
      return false
    }
    _ = probe.take { Ascii.isDigit($0) || $0 == .point }
    cursor = probe
    return true
  }

  // MARK: - Words

  /// Goes to where a number may begin; false where none does any more.
  private static func seek(_ cursor: inout TextCursor) -> Bool {
    while let byte = cursor.peek() {
      if Ascii.isDigit(byte) { return true }
      if byte == .plus || byte == .minus || byte == .point {
        let before = cursor.peek(-1).map(Ascii.isWord) ?? false
        if !before, let next = cursor.peek(1) {
          if Ascii.isDigit(next) || (next == .point && byte != .point) { return true }
          if byte != .point, [UInt8(ascii: "n"), UInt8(ascii: "i")].contains(next | 0x20) {
            return true
          }
        }
        cursor.advance()
      } else if byte == .less {
        var probe = cursor
        if WrappedNumber.scan(&probe) != nil { return true }
        cursor.advance()
      } else if Ascii.isWord(byte) {
        if isSpecial(cursor) { return true }
        skipWord(&cursor)
      } else {
        cursor.advance()
      }
    }
    return false
  }

  /// `nan`, `inf`, `tensor(`: words that are or hold numbers.
  private static func isSpecial(_ cursor: TextCursor) -> Bool {
    guard let first = cursor.peek() else { return false }
    var probe = cursor
    switch first | 0x20 {
    case UInt8(ascii: "n"), UInt8(ascii: "i"):
      if probe.number() != nil, probe.peek().map(Ascii.isWord) != true { return true }
      probe = cursor
      fallthrough
    case UInt8(ascii: "t"), UInt8(ascii: "a"), UInt8(ascii: "d"), UInt8(ascii: "f"),
      UInt8(ascii: "v"), UInt8(ascii: "e"), UInt8(ascii: "b"), UInt8(ascii: "j"),
      UInt8(ascii: "p"):
      return WrappedNumber.scan(&probe) != nil
    default: return false
    }
  }

  /// Passes over a word, digits that belong to it included: `resnet-50`, `v1.2`, `epoch` of
  /// `epoch-3`.
  private static func skipWord(_ cursor: inout TextCursor) {
    let word = cursor.take(while: Ascii.isWord)
    guard let mark = cursor.peek(), mark == .minus || mark == .point,
      cursor.peek(1).map(Ascii.isDigit) == true
    else { return }
    if mark == .minus, LabelReader.axis(String(decoding: word.prefix(16), as: UTF8.self)) != nil {
      cursor.advance()
      return
    }
    _ = cursor.take { Ascii.isWord($0) || $0 == .minus || $0 == .point }
  }

  private static func words(_ text: UnsafeRawBufferPointer) -> Int {
    text.split { !Ascii.isWord($0) }.count { $0.count > 1 && $0.contains(where: Ascii.isLetter) }
  }
}

extension TextCursor {
  /// Whether a time of day follows: `10:00:01`.
  fileprivate var isAtClock: Bool {
    var probe = self
    probe.skipSpaces()
    guard probe.take(while: Ascii.isDigit).count == 2, probe.match(":") else { return false }
    return probe.take(while: Ascii.isDigit).count == 2
  }
}
