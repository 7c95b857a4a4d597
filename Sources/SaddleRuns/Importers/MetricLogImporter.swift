// SPDX-License-Identifier: Apache-2.0

/// One file a metric, one `STEP: VALUE` or `STEP,VALUE` a line.
///
///     G_loss.log of BigGAN-PyTorch:       1000: 0.693
///     fid_scores.txt of lightweight-gan:  1000,43.1
///
/// The file's name is the column. A folder of such files is read as one run.
///
/// - Source: ajbrock/BigGAN-PyTorch, `utils.py` (MyLogger).
public enum MetricLogImporter: Importer {
  /// See `Importer`.
  public static let id = "metric-log"
  /// See `Importer`.
  public static let title = "one file a metric (BigGAN-PyTorch)"
  /// See `Importer`.
  public static let dialectName = "bigGAN"

  /// Of nothing but such lines.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText else { return 0 }
    var parser = LineParser(Reader(name: "x"))
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    if probe.head.count < LogProbe.headBytes { parser.finish(into: &rows) }
    return rows.recordsRead > 0 && rows.recordsRead > 20 * rows.linesIgnored ? 0.7 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    let stem = probe.name.split(separator: ".").first.map(String.init) ?? probe.name
    return LineParser(Reader(name: stem))
  }

  struct Reader: LineReader {
    let name: String

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      guard let step = cursor.integer(), cursor.match(":") || cursor.match(",") else {
        return false
      }
      cursor.skipSpaces()
      guard let value = cursor.number() else { return false }
      cursor.skipSpaces()
      guard cursor.isAtEnd else { return false }
      rows.add(name, value)
      rows.endRow(step: step)
      return true
    }
  }
}
