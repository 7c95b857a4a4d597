// SPDX-License-Identifier: Apache-2.0

/// `log.txt` and console of StyleGAN2-ADA, StyleGAN3 and their descendants.
///
///     tick 5     kimg 20.0     time 1m 02s       sec/tick 12.3    sec/kimg 3.08    augment 0.012
///     {"results": {"fid50k_full": 12.3}, "metric": "fid50k_full", "snapshot_pkl": ...}
///
/// It has no losses: `stats.jsonl` beside it has. Metric lines are read, too.
///
/// - Source: NVlabs/stylegan3, `training/training_loop.py`.
public enum StyleGANLogImporter: LineImporter {
  /// See `Importer`.
  public static let id = "stylegan-log"
  /// See `Importer`.
  public static let title = "StyleGAN console log"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    private static let names = [
      "tick", "kimg", "sec/tick", "sec/kimg", "maintenance", "cpumem", "gpumem", "reserved",
      "augment",
    ]
    private var metrics = StyleGANMetricImporter.Reader()

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      cursor.skipSpaces()
      if cursor.peek() == .openBrace { return metrics.read(line, into: &rows) }
      guard cursor.match("tick ") else { return false }
      cursor.position = 0
      var hasAxis = false
      while !cursor.isAtEnd {
        cursor.skipSpaces()
        let word = String(decoding: cursor.take { !Ascii.isSpace($0) }.prefix(16), as: UTF8.self)
        guard Self.names.contains(word) else { continue }
        cursor.skipSpaces()
        guard let value = cursor.number() else { continue }
        rows.add(word, value)
        hasAxis = hasAxis || word == "kimg"
      }
      guard hasAxis else {
        rows.cancelRow()
        return false
      }
      rows.endRow()
      return true
    }
  }
}
