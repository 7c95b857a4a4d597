// SPDX-License-Identifier: Apache-2.0

/// A whole history in one JSON object: lists of numbers by name, or a list of objects.
///
///     {"G_loss": [0.72, 0.74, ...], "D_loss": [1.38, 1.35, ...], "fid": [120, 80]}
///     {"log_history": [{"step": 10, "loss_d": 1.2}, {"step": 20, ...}], "epoch": 3.0}
///     {"0": {"d_loss": 1.2, "g_loss": 0.7}, "1": {...}}
///
/// Entries of lists of one length belong together. A shorter list is spread evenly over the
/// longest: it was measured every so many entries.
struct JSONHistory: Sendable {
  static let numberLimit = 4_000_000
  static let depthLimit = 16

  private var lists: [(name: [UInt8], numbers: [Double])] = []
  /// Lists of pairs of step and value, or triples with the time before them.
  private var curves: [(name: [UInt8], points: [[Double]])] = []
  private var records: [[(name: [UInt8], value: Double)]] = []
  private var titles = LongTitles()
  /// Elements so far, kept or not; beyond the limit none is kept.
  private(set) var numbers = 0

  /// A key that is the number of a step or epoch: `12`, `epoch_12`.
  static func step(_ key: UnsafeRawBufferPointer) -> Int? {
    var cursor = TextCursor(key)
    _ = cursor.match("epoch") || cursor.match("step") || cursor.match("iter")
    _ = cursor.take { $0 == .underscore || $0 == .minus || Ascii.isSpace($0) }
    guard let number = cursor.integer(), cursor.isAtEnd else { return nil }
    return number
  }

  /// Forgets what was collected; what keys mean stays known.
  mutating func clear() {
    numbers = 0
    guard !isEmpty else { return }
    lists = []
    curves = []
    records = []
  }

  /// Whether nothing was collected.
  var isEmpty: Bool { lists.isEmpty && curves.isEmpty && records.isEmpty }

  /// Names of everything that was collected.
  var names: [String] {
    (lists.map(\.name) + curves.map(\.name)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the object is a history rather than a record with a list in it.
  func isHistory(besides rows: ParsedRows) -> Bool {
    if records.count >= 2 { return !rows.hasOpenAxis || records.contains(where: isPlaced) }
    if isEmpty { return false }
    // One list beside numbers is one of them.
    if records.isEmpty, lists.count + curves.count == 1, !rows.openNames.isEmpty { return false }
    let longest = lists.map(\.numbers.count).max() ?? 0
    let points = curves.map(\.points.count).max() ?? 0
    return max(longest, points) >= 3 && !rows.hasOpenAxis
  }

  private func isPlaced(_ record: [(name: [UInt8], value: Double)]) -> Bool {
    record.contains { ParsedRows.isAxisName(String(decoding: $0.name, as: UTF8.self)) }
  }

  // MARK: - Collecting

  /// Reads the list at the cursor; false where it is not valid.
  mutating func takeList(
    _ cursor: inout TextCursor,
    _ path: [UInt8],
    mayBeCut: Bool
  ) -> Bool {
    guard cursor.match("[") else { return false }
    var values: [Double] = []
    var points: [[Double]] = []
    var isPlain = true
    while true {
      cursor.skipSpaces()
      if cursor.match("]") { break }
      if cursor.isAtEnd, mayBeCut { break }
      if cursor.peek() == .openBrace {
        guard takeRecord(&cursor, step: nil) else {
          if mayBeCut, cursor.isAtEnd { break }
          return false
        }
        isPlain = false
      } else if cursor.peek() == .openBracket {
        guard let point = numbers(&cursor) else {
          guard JSONSkipper.skip(&cursor, depth: 0) else { return false }
          isPlain = false
          cursor.skipSpaces()
          _ = cursor.match(",")
          continue
        }
        if numbers < JSONHistory.numberLimit { points.append(point) }
        numbers += point.count
      } else if let value = JSONScalar(&cursor) {
        if numbers < JSONHistory.numberLimit { values.append(value.number ?? .nan) }
        isPlain = isPlain && value.number != nil
        numbers += 1
      } else {
        return false
      }
      cursor.skipSpaces()
      if cursor.match(",") { continue }
      if cursor.isAtEnd, mayBeCut { break }
      guard cursor.match("]") else { return false }
      break
    }
    keep(path, values, points, isPlain: isPlain)
    return true
  }

  private mutating func keep(
    _ path: [UInt8],
    _ values: [Double],
    _ points: [[Double]],
    isPlain: Bool
  ) {
    if isPlain, !values.isEmpty, points.isEmpty { lists.append((path, values)) }
    let width = points.first?.count ?? 0
    guard values.isEmpty, width > 0, points.allSatisfy({ $0.count == width }) else { return }
    if width == 1 { lists.append((path, points.map { $0[0] })) }
    // Pairs of step and value, triples with the time in front.
    guard width == 2 || width == 3 else { return }
    let areSteps = points.allSatisfy { $0[width - 2] == $0[width - 2].rounded() }
    if areSteps { curves.append((path, points)) }
  }

  /// Reads the object at the cursor as a record.
  mutating func takeRecord(_ cursor: inout TextCursor, step: Int?) -> Bool {
    var cells: [(name: [UInt8], value: Double)] = []
    if let step { cells.append((Array("step".utf8), Double(step))) }
    guard collect(&cursor, [], &cells, depth: 0) else { return false }
    if cells.count > (step == nil ? 0 : 1), numbers < JSONHistory.numberLimit {
      records.append(cells)
      numbers += cells.count
    }
    return true
  }

  private mutating func collect(
    _ cursor: inout TextCursor,
    _ path: [UInt8],
    _ cells: inout [(name: [UInt8], value: Double)],
    depth: Int
  ) -> Bool {
    guard depth < JSONHistory.depthLimit, cursor.match("{") else { return false }
    var long = LongRecord()
    defer {
      let others = cells.lazy.map { String(decoding: $0.name, as: UTF8.self) }
      if let cell = long.cell(beside: others, &titles) {
        cells.append(cell)
      }
    }
    while true {
      cursor.skipSpaces()
      if cursor.match("}") { return true }
      guard let key = JSONText.string(&cursor) else { return false }
      cursor.skipSpaces()
      guard cursor.match(":") else { return false }
      cursor.skipSpaces()
      let name = (path.isEmpty ? path : path + [.slash]) + key.prefix(ColumnNames.nameBytes)
      if cursor.peek() == .openBrace {
        guard collect(&cursor, name, &cells, depth: depth + 1) else { return false }
      } else if cursor.peek() == .openBracket {
        guard JSONSkipper.skip(&cursor, depth: 0) else { return false }
      } else {
        guard let value = JSONScalar(&cursor) else { return false }
        switch value {
        case .number(let number):
          if depth > 0 || !key.withUnsafeBytes({ long.take($0, number, &titles) }) {
            cells.append((name, number))
          }
        case .text(let text):
          if depth == 0 { key.withUnsafeBytes { long.take($0, text: text, &titles) } }
        case .other: break
        }
      }
      cursor.skipSpaces()
      if cursor.match(",") { continue }
      return cursor.match("}")
    }
  }

  /// A list of nothing but numbers, ten at most.
  private func numbers(_ cursor: inout TextCursor) -> [Double]? {
    var probe = cursor
    guard probe.match("[") else { return nil }
    var values: [Double] = []
    while values.count <= 10 {
      probe.skipSpaces()
      guard let value = probe.number() else { return nil }
      values.append(value)
      probe.skipSpaces()
      if probe.match(",") { continue }
      guard probe.match("]") else { return nil }
      cursor = probe
      return values
    }
    return nil
  }

  // MARK: - Rows

  /// Adds the rows; false where there are none.
  func addRows(to rows: inout ParsedRows) -> Bool {
    for record in records {
      for cell in record { cell.name.withUnsafeBytes { rows.add($0, cell.value) } }
      rows.endRow()
    }
    addLists(to: &rows)
    addCurves(to: &rows)
    return !records.isEmpty || !lists.isEmpty || !curves.isEmpty
  }

  private func addLists(to rows: inout ParsedRows) {
    let longest = lists.map(\.numbers.count).max() ?? 0
    guard longest > 0 else { return }
    let names = lists.map { String(decoding: $0.name, as: UTF8.self) }
    for index in 0..<longest {
      for (list, name) in zip(lists, names) {
        let count = list.numbers.count
        // Entry k of a shorter list stands at the end of its share of the longest.
        let entry = count == longest ? index : (index + 1) * count / longest - 1
        guard count == longest || (index + 1) * count % longest < count,
          list.numbers.indices.contains(entry)
        else { continue }
        rows.add(name, list.numbers[entry])
      }
      rows.endRow()
    }
  }

  /// The points of all curves, those of one step together.
  private func addCurves(to rows: inout ParsedRows) {
    var points: [(step: Double, curve: Int, point: Int)] = []
    for (number, curve) in curves.enumerated() {
      for (index, point) in curve.points.enumerated() where point.count >= 2 {
        points.append((point[point.count - 2], number, index))
      }
    }
    points.sort { ($0.step, $0.curve, $0.point) < ($1.step, $1.curve, $1.point) }
    for (index, place) in points.enumerated() {
      let point = curves[place.curve].points[place.point]
      if index == 0 || points[index - 1].step != place.step { rows.add("step", place.step) }
      curves[place.curve].name.withUnsafeBytes { rows.add($0, point[point.count - 1]) }
      if index + 1 == points.count || points[index + 1].step != place.step { rows.endRow() }
    }
  }
}
