// SPDX-License-Identifier: Apache-2.0

/// Finds `name: number` and `name = number` pairs, and the step, in a line of any form.
///
/// The name is what stands before the mark, back to the next delimiter; `D(G(z))` is one name.
/// `Epoch 3/50`, `[Batch 10/938]`, `Iter(train) [ 100/10000]` and a leading number are the axis.
struct PairScanner: Sendable {
  /// Names are looked up once.
  private var names: [[UInt8]: String] = [:]
  private let matcher: NameMatcher

  init(dialect: NameTable.Dialect = .common) {
    matcher = NameMatcher(dialect: dialect)
  }

  /// Adds the pairs of a line as cells and returns their count, axis not included.
  mutating func scan(_ line: TextCursor, into rows: inout ParsedRows) -> Int {
    var cursor = line
    var found = 0
    var floor = cursor.position
    while let byte = cursor.peek() {
      guard byte == 58 || byte == 61 else {
        cursor.advance()
        continue
      }
      let mark = cursor.position
      cursor.advance()
      cursor.skipSpaces()
      guard let value = value(&cursor) else {
        cursor.position = mark + 1
        continue
      }
      if let name = name(cursor, before: mark, floor: floor) {
        if !PairScanner.isAxis(name) {
          rows.add(name, value)
          found += 1
        }
        floor = cursor.position
      }
    }
    return found
  }

  /// The number at the cursor; a duration, a date, a version or a word is none.
  private func value(_ cursor: inout TextCursor) -> Double? {
    guard let value = cursor.number() else { return nil }
    guard let next = cursor.peek() else { return value }
    if next == 37 {
      cursor.advance()
      return value / 100
    }
    let following = cursor.peek(1)
    switch next {
    case 58, 45, 47, 46: return following.map(Ascii.isDigit) == true ? nil : value
    case 115: return following.map(Ascii.isWord) == true ? nil : value  // seconds
    default: return Ascii.isWord(next) ? nil : value
    }
  }

  /// The name that ends before `mark`.
  private mutating func name(_ cursor: TextCursor, before mark: Int, floor: Int) -> String? {
    let bytes = cursor.bytes
    var end = mark
    while end > floor, Ascii.isSpace(bytes[end - 1]) || bytes[end - 1] == 46 { end -= 1 }
    if end > floor, bytes[end - 1] == 34 || bytes[end - 1] == 39 { end -= 1 }
    var start = end
    var words = 1
    var nesting = 0
    while start > floor {
      let byte = bytes[start - 1]
      if byte == 41 {
        nesting += 1
      } else if byte == 40, nesting > 0 {
        nesting -= 1
      } else if nesting == 0 {
        if byte == 32 {
          // Two spaces, a fifth word or a number end a name.
          guard words < 4, start - 1 > floor, !Ascii.isSpace(bytes[start - 2]),
            !PairScanner.isNumber(cursor, endingAt: start - 1, floor: floor)
          else { break }
          words += 1
        } else if !PairScanner.isNameByte(byte) {
          break
        }
      }
      start -= 1
    }
    let slice = cursor.slice(start, end)
    guard slice.count <= ColumnNames.nameBytes, slice.contains(where: Ascii.isLetter) else {
      return nil
    }
    return settle(Array(slice))
  }

  /// Of `INFO d loss` the words that the table knows: all, or the last ones.
  private mutating func settle(_ key: [UInt8]) -> String {
    if let known = names[key] { return known }
    let text = String(decoding: key, as: UTF8.self).trimmingSpaces
    let words = text.split(separator: " ")
    var result = text
    for start in words.indices {
      let tail = words[start...].joined(separator: " ")
      if matcher.match(tail).meaning != .unknown {
        result = tail
        break
      }
    }
    if names.count < 4096 { names[key] = result }
    return result
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    Ascii.isWord(byte) || byte == 47 || byte == 45 || byte == 43 || byte == 46
  }

  private static func isNumber(_ cursor: TextCursor, endingAt end: Int, floor: Int) -> Bool {
    var start = end
    while start > floor, !Ascii.isSpace(cursor.bytes[start - 1]) { start -= 1 }
    return NumberText.parse(cursor.slice(start, end)) != nil
  }

  private static func isAxis(_ name: String) -> Bool {
    axisWords[name.lowercased()] != nil
  }

  // MARK: - Axis

  private static let axisWords: [String: String] = [
    "epoch": "epoch", "epochs": "epoch", "ep": "epoch", "step": "step", "steps": "step",
    "iter": "step", "iters": "step", "iteration": "step", "it": "step", "itr": "step",
    "batch": "batch", "global step": "step", "batches": "batch",
  ]

  /// Adds the step, epoch and batch that the line names; false where it names none.
  func scanAxis(_ line: TextCursor, into rows: inout ParsedRows) -> Bool {
    var cursor = line
    cursor.skipSpaces()
    if bracketed(&cursor, into: &rows) { return true }
    var hasEpoch = false
    var hasInner = false
    if let first = cursor.peek(), Ascii.isDigit(first) {
      var probe = cursor
      if let step = probe.integer(grouped: true), probe.isAtEnd || !isPartOfWord(probe.peek()) {
        rows.add("step", Double(step))
        hasInner = true
      }
    }
    while !cursor.isAtEnd {
      let word = cursor.take(while: Ascii.isLetter)
      guard !word.isEmpty else {
        cursor.advance()
        continue
      }
      let previous = cursor.position - word.count - 1
      if previous >= 0, cursor.bytes[previous] == 95 { continue }
      let name = String(decoding: word.prefix(12), as: UTF8.self).lowercased()
      guard let axis = PairScanner.axisWords[name] else { continue }
      var probe = cursor
      if probe.match("(train)") {}
      _ = probe.take { Ascii.isSpace($0) || [58, 61, 35, 91, 40].contains($0) }
      guard let number = probe.integer(grouped: true) else { continue }
      let isFraction = probe.peek() == 47 || probe.peek() == 32 && probe.peek(1) == 47
      if axis == "epoch", !hasEpoch {
        rows.add("epoch", Double(number))
        hasEpoch = true
        if isFraction { skipTotal(&probe) }
        // Epoch: [3][10/500]
        if probe.match("]["), let inner = probe.integer() {
          rows.add("batch", Double(inner))
          hasInner = true
          if probe.match("/"), let total = probe.integer() {
            rows.add("batches_per_epoch", Double(total))
          }
        }
      } else if axis != "epoch", !hasInner {
        var total: Int?
        if isFraction {
          probe.skipSpaces()
          probe.advance()
          probe.skipSpaces()
          total = probe.integer(grouped: true)
        }
        if let total, hasEpoch {
          rows.add("batch", Double(number))
          rows.add("batches_per_epoch", Double(total))
        } else {
          rows.add(axis, Double(number))
        }
        hasInner = true
      }
      cursor.position = max(cursor.position, probe.position)
    }
    return hasEpoch || hasInner
  }

  private func skipTotal(_ probe: inout TextCursor) {
    probe.skipSpaces()
    probe.advance()
    probe.skipSpaces()
    _ = probe.integer()
  }

  private func isPartOfWord(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return Ascii.isWord(byte) || [45, 46, 47, 58].contains(byte)
  }

  /// `[3/25][10/1583]`.
  private func bracketed(_ cursor: inout TextCursor, into rows: inout ParsedRows) -> Bool {
    var probe = cursor
    guard probe.match("["), let epoch = probe.integer(), probe.match("/"),
      probe.integer() != nil, probe.match("]")
    else { return false }
    probe.skipSpaces()
    guard probe.match("["), let batch = probe.integer(), probe.match("/"),
      let total = probe.integer(), probe.match("]")
    else { return false }
    rows.add("epoch", Double(epoch))
    rows.add("batch", Double(batch))
    rows.add("batches_per_epoch", Double(total))
    cursor = probe
    return true
  }
}
