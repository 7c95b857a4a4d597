// SPDX-License-Identifier: Apache-2.0

/// The log of PyTorch-StudioGAN, old and new form.
///
///     [INFO] 2020-09-18 14:37:37 > Step:     100 Progress: 0.1% ... Generator_loss: 1.68434
///     [INFO] 2021-10-16 13:23:05 > Step:    100 Progress: 0.0% ... Gen_loss: 4.433 Dis_loss: ...
///     [INFO] 2020-09-18 14:48:26 > FID score (Step: 2000, Using test moments): 43.6
///
/// - Source: POSTECH-CVLab/PyTorch-StudioGAN, `src/worker.py`, LOG_FORMAT.
public enum StudioGANImporter: LineImporter {
  /// See `Importer`.
  public static let id = "studiogan"
  /// See `Importer`.
  public static let title = "PyTorch-StudioGAN log"
  /// See `Importer`.
  public static let dialectName = "studioGAN"

  static func makeReader() -> Reader { Reader() }

  /// Reads one line.
  struct Reader: LineReader {
    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      guard cursor.match("["), cursor.skip(past: " > ") else { return false }
      cursor.skipSpaces()
      return cursor.match("Step:") ? readLosses(&cursor, &rows) : readMetric(&cursor, &rows)
    }

    /// `NAME: VALUE` pairs; a value may be `N/A`, `no` or a duration.
    private func readLosses(_ cursor: inout TextCursor, _ rows: inout ParsedRows) -> Bool {
      cursor.skipSpaces()
      guard let step = cursor.integer() else { return false }
      while !cursor.isAtEnd {
        cursor.skipSpaces()
        let name = cursor.take { $0 != .colon && !Ascii.isSpace($0) }
        // "Elapsed: 1 day, 5:15:57" has words of its own.
        guard cursor.match(":") else { continue }
        cursor.skipSpaces()
        let value = cursor.take { !Ascii.isSpace($0) }
        if let number = NumberText.parse(value) { rows.add(name, number) }
      }
      rows.endRow(step: step)
      return true
    }

    /// `NAME (Step: N, HOW): VALUE`.
    private func readMetric(_ cursor: inout TextCursor, _ rows: inout ParsedRows) -> Bool {
      let start = cursor.position
      guard cursor.skip(past: " (Step: ") else { return false }
      let name = cursor.slice(start, cursor.position - 8)
      guard name.count < 60, let step = cursor.integer(), cursor.skip(past: "):") else {
        return false
      }
      cursor.skipSpaces()
      guard let value = cursor.number() else { return false }
      rows.add(name, value)
      rows.endRow(step: step)
      return true
    }
  }
}
