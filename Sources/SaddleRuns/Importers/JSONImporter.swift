// SPDX-License-Identifier: Apache-2.0

/// JSON of any shape: one object a line, one list of objects, or one object of lists.
///
/// Saddle's own, StyleGAN's `stats.jsonl` (values with mean and standard deviation), Chainer's
/// `log`, BigGAN's `_log.jsonl`, MMEngine's `scalars.json`, and whatever a script dumps. Nested
/// objects become names with slashes; an object of lists (Keras' `history`, a script's dump) or with a
/// list of objects (`trainer_state.json`) is a whole history. Python's bare `NaN` and `Infinity` are read.
public enum JSONImporter: Importer {
  /// See `Importer`.
  public static let id = "json"
  /// See `Importer`.
  public static let title = "JSON records"
  /// See `Importer`.
  public static let dialectName = "chainer"

  /// At least one object with a number, and nothing else before it.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText else { return 0 }
    var cursor = probe.head.withUnsafeBytes { bytes in
      var cursor = TextCursor(bytes)
      _ = cursor.match("\u{feff}")
      cursor.skipSpaces()
      return cursor.peek()
    }
    if probe.begins(with: [0xff, 0xfe]) || probe.begins(with: [0xfe, 0xff]) { cursor = 123 }
    guard cursor == .openBrace || cursor == .openBracket else { return 0 }
    var parser = JSONLogParser()
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    // One object that is larger than the head: a history, if anything.
    if rows.rows.isEmpty { parser.finish(into: &rows) }
    if rows.rows.isEmpty { return 0 }
    // `[INFO] {...}` is no JSON: most of the text must be records.
    return rows.damage.count > rows.rows.count ? 0.2 : 0.75
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    JSONLogParser()
  }
}
