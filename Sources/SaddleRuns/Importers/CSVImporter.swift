// SPDX-License-Identifier: Apache-2.0

/// Tables: CSV, TSV, Markdown, columns of spaces, with a header in any language or none.
///
/// Lightning's and Keras' loggers, charts exported from Weights & Biases, TensorBoard's download,
/// `np.savetxt`, a script's own; also long ones, with a name and a value in each row. Empty cells
/// and `NA` are no values.
public enum CSVImporter: Importer {
  /// See `Importer`.
  public static let id = "csv"
  /// See `Importer`.
  public static let title = "table"

  /// Rows with as many cells, numbers among them, and hardly anything else.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText, let shape = TableShape.detect(probe.head) else { return 0 }
    let name = probe.name.lowercased()
    let isNamed = [".csv", ".tsv"].contains { name.hasSuffix($0) }
    if shape.header == nil {
      guard shape.otherLines * 10 <= shape.rows, shape.rows >= 3 else { return isNamed ? 0.1 : 0 }
      return isNamed ? 0.5 : 0.2
    }
    if shape.otherLines * 4 <= shape.rows { return isNamed ? 0.85 : 0.6 }
    // A table in a report.
    let isReport = shape.separator == .bar && shape.rows >= 3
    return isReport ? 0.4 : isNamed ? 0.1 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    let shape =
      TableShape.detect(probe.head) ?? TableShape(separator: .comma, header: nil, width: 0)
    return LineParser(TableReader(shape, tag: tag(of: probe.name)))
  }

  /// TensorBoard's download has its tag in the file's name only: `run-x-tag-loss_d.csv`.
  static func tag(of name: String) -> String {
    var stem = name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
    if let range = stem.range(ofLast: "-tag-") { stem = String(stem[range...]) }
    return stem
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
