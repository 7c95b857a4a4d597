// SPDX-License-Identifier: Apache-2.0

/// A metric of MLflow's file store: `mlruns/EXPERIMENT/RUN/metrics/NAME`.
///
///     1700000000000 0.6931 100
///
/// Time in milliseconds, value, step; the oldest form has no step. The folder of a run is read as
/// all of its metrics.
///
/// - Source: mlflow/mlflow, `mlflow/store/tracking/file_store.py`.
public enum MLflowImporter: Importer {
  /// See `Importer`.
  public static let id = "mlflow"
  /// See `Importer`.
  public static let title = "MLflow metrics"

  /// In a folder `metrics`, and of nothing but such lines.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText, probe.path.contains("/metrics/") else { return 0 }
    var parser = LineParser(Reader(name: "x"))
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    parser.finish(into: &rows)
    return rows.recordsRead > 0 && rows.recordsRead > rows.linesIgnored ? 0.9 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    LineParser(Reader(name: name(probe.path)))
  }

  /// The metric's name: a slash in it makes sub-folders.
  private static func name(_ path: String) -> String {
    path.range(ofLast: "/metrics/").map { String(path[$0...]) } ?? path
  }

  struct Reader: LineReader {
    let name: String

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      cursor.skipSpaces()
      guard let time = cursor.integer(), cursor.peek() == .space else { return false }
      cursor.skipSpaces()
      guard let value = cursor.number() else { return false }
      cursor.skipSpaces()
      let isNegative = cursor.match("-")
      let step = cursor.integer().map { isNegative ? -$0 : $0 } ?? 0
      cursor.skipSpaces()
      guard cursor.isAtEnd else { return false }
      rows.add(name, value)
      rows.endRow(step: step, wallTime: Double(time) / 1000)
      return true
    }
  }
}
