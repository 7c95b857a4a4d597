// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON object as a row, and knows what the one before said.
struct ObjectMemory: Sendable {
  private static let depthLimit = 32

  /// The last count, mean and deviation of columns that have them.
  private var last: [String: (Double, Double, Double)] = [:]

  private var history = JSONHistory()
  private var titles = LongTitles()
  /// The names of the open objects, joined by slashes.
  private var path: [UInt8] = []
  /// Whether the text may end within the object.
  private var mayBeCut = false

  /// Reads what is there of an object whose end is missing, where it is a history; otherwise false.
  mutating func readCut(_ bytes: [UInt8], into rows: inout ParsedRows) -> Bool {
    mayBeCut = true
    defer { mayBeCut = false }
    history.clear()
    var path: [UInt8] = []
    bytes.withUnsafeBytes { bytes in
      var cursor = TextCursor(bytes)
      _ = object(&cursor, &path, depth: 0, into: &rows)
    }
    let isHistory = history.isHistory(besides: rows)
    rows.cancelRow()
    return isHistory && history.addRows(to: &rows)
  }

  /// Adds the object's numbers as a row; false when it is not valid JSON.
  ///
  /// An object that holds a whole history (lists of numbers, a list of objects) adds its rows.
  mutating func read(
    _ bytes: UnsafeRawBufferPointer,
    into rows: inout ParsedRows,
    adding cell: (name: String, value: Double)? = nil
  ) -> Bool {
    var cursor = TextCursor(bytes)
    // Taken out while `object` changes the rest.
    var path: [UInt8] = []
    swap(&path, &self.path)
    path.removeAll(keepingCapacity: true)
    defer { swap(&path, &self.path) }
    history.clear()
    guard object(&cursor, &path, depth: 0, into: &rows) else {
      rows.cancelRow()
      return false
    }
    if history.isHistory(besides: rows) {
      rows.cancelRow()
      return history.addRows(to: &rows)
    }
    for name in history.names { rows.note(name, .other) }
    if let cell { rows.add(cell.name, cell.value) }
    rows.endRow()
    return true
  }

  /// The numbers of an object that are kept for its end.
  private struct Held {
    var summary = Summary()
    var long = LongRecord()
  }

  private mutating func object(
    _ cursor: inout TextCursor,
    _ path: inout [UInt8],
    depth: Int,
    into rows: inout ParsedRows
  ) -> Bool {
    guard depth < ObjectMemory.depthLimit, cursor.match("{") else { return false }
    var held = Held()
    cursor.skipSpaces()
    if cursor.match("}") { return true }
    while true {
      cursor.skipSpaces()
      let length = path.count
      let isRead: Bool
      if let key = JSONText.plain(&cursor) {
        isRead = member(key, &cursor, &path, depth, &held, into: &rows)
      } else if let key = JSONText.string(&cursor) {
        isRead = key.withUnsafeBytes { member($0, &cursor, &path, depth, &held, into: &rows) }
      } else {
        return false
      }
      guard isRead else { return false }
      path.removeLast(path.count - length)
      cursor.skipSpaces()
      if cursor.match(",") { continue }
      guard cursor.match("}") else { return false }
      add(held.summary, path, into: &rows)
      if let cell = held.long.cell(beside: rows.openNames, &titles) {
        cell.name.withUnsafeBytes { rows.add($0, cell.value) }
      }
      return true
    }
  }

  /// Reads what stands behind a key, and adds the key to the path.
  private mutating func member(
    _ key: UnsafeRawBufferPointer,
    _ cursor: inout TextCursor,
    _ path: inout [UInt8],
    _ depth: Int,
    _ held: inout Held,
    into rows: inout ParsedRows
  ) -> Bool {
    cursor.skipSpaces()
    guard cursor.match(":") else { return false }
    cursor.skipSpaces()
    if !path.isEmpty { path.append(.slash) }
    path.append(contentsOf: key.prefix(ColumnNames.nameBytes))
    switch cursor.peek() {
    case .openBracket: return history.takeList(&cursor, path, mayBeCut: mayBeCut)
    case .openBrace:
      if depth == 0, let step = JSONHistory.step(key) {
        return history.takeRecord(&cursor, step: step)
      }
      return object(&cursor, &path, depth: depth + 1, into: &rows)
    default: break
    }
    guard let value = JSONScalar(&cursor) else { return false }
    switch value {
    case .number(let number):
      // What is taken is kept for the end of this object.
      let isTaken =
        depth > 0 ? held.summary.take(key, number) : held.long.take(key, number, &titles)
      if !isTaken { path.withUnsafeBytes { rows.add($0, number) } }
    case .text(let text):
      take(text, path, into: &rows)
      if depth == 0 { held.long.take(key, text: text, &titles) }
    case .other: break
    }
    return true
  }

  /// A text may be a number as tables have them, or one that can't be read.
  private func take(_ text: [UInt8], _ path: [UInt8], into rows: inout ParsedRows) {
    text.withUnsafeBytes { text in
      guard text.count <= 40, CellText.mayBeNumber(text) else { return }
      path.withUnsafeBytes { path in
        switch CellText(text, decimalComma: false, allowsComma: true) {
        case .number(let value, let rest) where rest.isEmpty: rows.add(path, value)
        case .empty: break
        case .number, .place, .unread, .text:
          rows.noteUnread(String(decoding: path, as: UTF8.self), text)
        }
      }
    }
  }

  /// `{"num": n, "mean": m, "std": s}`, what StyleGAN collects of a tick.
  private struct Summary {
    var count: Double?
    var mean: Double?
    var deviation: Double?

    mutating func take(_ key: UnsafeRawBufferPointer, _ number: Double) -> Bool {
      if key.elementsEqual("num".utf8) {
        count = number
      } else if key.elementsEqual("mean".utf8) {
        mean = number
      } else if key.elementsEqual("std".utf8) {
        deviation = number
      } else {
        return false
      }
      return true
    }
  }

  private mutating func add(_ summary: Summary, _ path: [UInt8], into rows: inout ParsedRows) {
    guard let mean = summary.mean else { return }
    // No samples: the mean is made up. The same three numbers again: nothing was reported since
    // (training_stats.py, keep_previous). The clock and the axis do go on.
    if summary.count == 0 { return }
    let name = String(decoding: path, as: UTF8.self)
    if let count = summary.count, let deviation = summary.deviation, count > 1 {
      let now = (count, mean, deviation)
      if let before = last[name], before.0 == now.0, same(before.1, now.1), same(before.2, now.2) {
        return
      }
      if last.count < 1000 || last[name] != nil { last[name] = now }
    }
    path.withUnsafeBytes { rows.add($0, mean) }
  }

  private func same(_ left: Double, _ right: Double) -> Bool {
    left == right || (left.isNaN && right.isNaN)
  }
}
