// SPDX-License-Identifier: Apache-2.0

/// Tables with a header line, separated by commas, semicolons or tabs.
///
/// Lightning's and Keras' loggers, charts exported from Weights & Biases, TensorBoard's download,
/// a script's own. Empty cells and `NA` are no values.
public enum CSVImporter: Importer {
  /// See `Importer`.
  public static let id = "csv"
  /// See `Importer`.
  public static let title = "CSV table"

  /// A header of names, then rows with as many cells, numbers among them.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText else { return 0 }
    var parser = LineParser(CSVReader(tag: nil))
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    let isNamed = [".csv", ".tsv"].contains { probe.name.lowercased().hasSuffix($0) }
    guard rows.rows.count > 0, rows.linesIgnored * 4 <= rows.rows.count else {
      return isNamed && !probe.head.isEmpty ? 0.1 : 0
    }
    return isNamed ? 0.85 : 0.6
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    LineParser(CSVReader(tag: tag(of: probe.name)))
  }

  /// TensorBoard's download has its tag in the file's name only: `run-x-tag-loss_d.csv`.
  private static func tag(of name: String) -> String {
    var stem = name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
    if let range = stem.range(ofLast: "-tag-") { stem = String(stem[range...]) }
    return stem
  }
}

/// Reads the lines of a table.
struct CSVReader: LineReader {
  static let cellLimit = 10_000

  let tag: String?
  private var names: [String] = []
  private var separator: UInt8 = 44
  private var isTensorBoard = false
  private var extremes: [Bool] = []

  init(tag: String?) {
    self.tag = tag
  }

  mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    if names.isEmpty { return readHeader(line) }
    let cells = split(line)
    guard cells.count == names.count else {
      return cells.count > 1 && isHeader(cells) ? readHeader(line) : false
    }
    // A header again: the table was begun anew, or rewritten with more columns.
    if isHeader(cells) {
      if cells == names { rows.beginSession() }
      return readHeader(line)
    }
    var hasValue = false
    for (index, cell) in cells.enumerated() where !extremes[index] {
      guard let value = number(cell) else { continue }
      hasValue = true
      if isTensorBoard {
        rows.add(index == 0 ? "wall_time" : index == 1 ? "step" : tag ?? "Value", value)
      } else {
        rows.add(names[index], value)
      }
    }
    guard hasValue else {
      rows.cancelRow()
      return false
    }
    rows.endRow()
    return true
  }

  private func number(_ cell: String) -> Double? {
    var cell = cell
    return cell.withUTF8 {
      NumberText.parse(UnsafeRawBufferPointer($0), decimalComma: separator != 44)
    }
  }

  private func isHeader(_ cells: [String]) -> Bool {
    let words = cells.filter { number($0) == nil && $0.utf8.contains(where: Ascii.isLetter) }
    return words.count * 2 > cells.count && !cells.contains { $0.lowercased() == "na" }
  }

  private mutating func readHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    let counts = [UInt8(44), 59, 9].map { mark in (mark, line.count { $0 == mark }) }
    guard let best = counts.max(by: { $0.1 < $1.1 }), best.1 > 0 else { return false }
    separator = best.0
    let cells = split(line)
    guard isHeader(cells), cells.count <= CSVReader.cellLimit else { return false }
    isTensorBoard = cells == ["Wall time", "Step", "Value"]
    extremes = cells.map { $0.hasSuffix("__MIN") || $0.hasSuffix("__MAX") }
    // "run - metric", W&B's charts: the metric is behind the last dash where there is one run.
    let runs = Set(cells.compactMap { CSVReader.chart($0)?.run })
    names = cells.enumerated().map { index, cell in
      guard let chart = CSVReader.chart(cell) else {
        return cell.isEmpty ? "column \(index + 1)" : cell
      }
      return runs.count > 1 ? "\(chart.run)/\(chart.metric)" : chart.metric
    }
    return true
  }

  private static func chart(_ cell: String) -> (run: String, metric: String)? {
    guard let start = cell.range(ofLast: " - ") else { return nil }
    return (String(cell[..<cell.index(start, offsetBy: -3)]), String(cell[start...]))
  }

  /// The cells of a line, quotes removed.
  private func split(_ line: UnsafeRawBufferPointer) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    for byte in line {
      if byte == 34 {
        isQuoted.toggle()
      } else if byte == separator, !isQuoted {
        cells.append(String(decoding: cell, as: UTF8.self).trimmingSpaces)
        cell.removeAll(keepingCapacity: true)
        if cells.count > CSVReader.cellLimit { return cells }
      } else {
        cell.append(byte)
      }
    }
    cells.append(String(decoding: cell, as: UTF8.self).trimmingSpaces)
    return cells
  }
}

extension String {
  /// The index behind the last occurrence of `word`.
  func range(ofLast word: String) -> Index? {
    let target = Array(word.utf8)
    let bytes = Array(utf8)
    guard bytes.count >= target.count, !target.isEmpty else { return nil }
    for start in stride(from: bytes.count - target.count, through: 0, by: -1)
    where bytes[start..<start + target.count].elementsEqual(target) {
      return utf8.index(utf8.startIndex, offsetBy: start + target.count)
    }
    return nil
  }
}
