// SPDX-License-Identifier: Apache-2.0

/// One number a line: `np.savetxt('D_loss.txt', losses)`.
///
/// The file's name is the column; lines are rows. A folder of such files is one run.
public enum ColumnFileImporter: Importer {
  /// See `Importer`.
  public static let id = "column"
  /// See `Importer`.
  public static let title = "one number a line"

  /// Nothing but numbers, five of them at least.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText else { return 0 }
    var parser = LineParser(Reader(name: "x"))
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    if probe.head.count < LogProbe.headBytes { parser.finish(into: &rows) }
    return rows.recordsRead >= 5 && rows.linesIgnored <= 1 ? 0.3 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    let stem = probe.name.split(separator: ".").first.map(String.init) ?? probe.name
    return LineParser(Reader(name: stem))
  }

  struct Reader: LineReader {
    let name: String

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      guard let value = NumberText.parse(line) else { return false }
      rows.add(name, value)
      rows.endRow()
      return true
    }
  }
}
