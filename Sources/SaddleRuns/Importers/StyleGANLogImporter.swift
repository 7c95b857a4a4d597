// SPDX-License-Identifier: Apache-2.0

/// `log.txt` and console of StyleGAN, its versions for TensorFlow and PyTorch, and their descendants.
///
///     tick 5     kimg 20.0     time 1m 02s       sec/tick 12.3    sec/kimg 3.08    augment 0.012
///     {"results": {"fid50k_full": 12.3}, "metric": "fid50k_full", "snapshot_pkl": ...}
///     network-snapshot-005734        time 4m 26s       fid50k_full 46.5633
///
/// It has no losses: `stats.jsonl` beside it has, and some descendants print them in the line; every
/// pair of a name and a number there is a column. Metric lines of both versions are read, too.
///
/// - Source: NVlabs/stylegan3, `training/training_loop.py`; NVlabs/stylegan2-ada and
///   tkarras/progressive_growing_of_gans (lod, minibatch).
public enum StyleGANLogImporter: LineImporter {
  /// See `Importer`.
  public static let id = "stylegan-log"
  /// See `Importer`.
  public static let title = "StyleGAN console log"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    /// Names that mean something else outside of this line.
    private static let renamed = ["lod": "Progress/lod", "minibatch": "Progress/minibatch"]
    private static let longestName = 40
    private var metrics = StyleGANMetricImporter.Reader()
    private var textMetrics = StyleGANMetricTextImporter.Reader()

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      cursor.skipSpaces()
      if cursor.peek() == .openBrace { return metrics.read(line, into: &rows) }
      if cursor.sees("network-snapshot-") { return textMetrics.read(line, into: &rows) }
      guard cursor.match("tick ") else { return false }
      cursor.position = 0
      guard Self.addPairs(&cursor, to: &rows) else {
        rows.cancelRow()
        return false
      }
      rows.endRow()
      return true
    }

    /// Adds every name that a number follows; returns whether the thousands of images are among them.
    ///
    /// A time has its unit glued to it (`1h 02m 03s`) and no number of its own: it is passed over.
    private static func addPairs(_ cursor: inout TextCursor, to rows: inout ParsedRows) -> Bool {
      var hasAxis = false
      while !cursor.isAtEnd {
        cursor.skipSpaces()
        let bytes = cursor.take { !Ascii.isSpace($0) }
        guard let first = bytes.first, Ascii.isLetter(first), bytes.count <= longestName else {
          continue
        }
        let word = String(decoding: bytes, as: UTF8.self)
        cursor.skipSpaces()
        guard word != "time", let value = cursor.number() else { continue }
        rows.add(renamed[word] ?? word, value)
        hasAxis = hasAxis || word == "kimg"
      }
      return hasAxis
    }
  }
}
