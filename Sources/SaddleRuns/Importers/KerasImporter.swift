// SPDX-License-Identifier: Apache-2.0

/// The progress lines of Keras' `fit`.
///
///     Epoch 3/50
///     938/938 ━━━━━━━━━━ 12s 13ms/step - d_loss: 0.4321 - g_loss: 1.2345
///      100/938 [==>.......] - ETA: 10s - d_loss: 0.4321 - g_loss: 1.2345
///
/// Keras prints running means over the epoch; the last line of an epoch is its mean.
///
/// - Source: keras-team/keras, `keras/src/utils/progbar.py`.
public enum KerasImporter: LineImporter {
  /// See `Importer`.
  public static let id = "keras"
  /// See `Importer`.
  public static let title = "Keras progress"
  /// See `Importer`.
  public static let dialectName = "keras"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    private var epoch = 0
    private var scanner = LineScanner(dialect: .keras)

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      _ = cursor.take { Ascii.isSpace($0) || $0 == 8 }
      var header = cursor
      if header.match("Epoch "), let number = header.integer(), header.match("/") {
        epoch = number
        return true
      }
      // The bar is of brackets (old) or of Unicode lines (new).
      guard let batch = cursor.integer(), cursor.match("/"), let total = cursor.integer(),
        cursor.match(" "),
        cursor.peek() == .openBracket || cursor.peek() == .minus || (cursor.peek() ?? 0) > 127,
        cursor.skip(to: " - "), cursor.match(" -")
      else { return false }
      rows.add("epoch", Double(epoch))
      rows.add("batch", Double(batch))
      rows.add("batches_per_epoch", Double(total))
      guard scanner.scan(cursor, into: &rows).columns > 0 else {
        rows.cancelRow()
        return false
      }
      rows.endRow()
      return true
    }
  }
}
