// SPDX-License-Identifier: Apache-2.0

/// The console lines of kwotsin/mimicry: a head line, then one line a value.
///
///     INFO: [Epoch 1/20][Global Step: 500/100000]
///     | D(G(z)): 0.4312
///     | D(x): 0.5713
///     | errD: 1.3512
///
/// - Source: `torch_mimicry/training/logger.py`.
public enum MimicryImporter: LineImporter {
  /// See `Importer`.
  public static let id = "mimicry"
  /// See `Importer`.
  public static let title = "mimicry console"
  /// See `Importer`.
  public static let dialectName = "mimicry"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    private var step: Int?
    /// Kept here: a row must not be open between two pieces of the file.
    private var values: [(name: String, value: Double)] = []

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      if cursor.skip(past: "[Global Step: "), let next = cursor.integer() {
        endRow(into: &rows)
        step = next
        return true
      }
      cursor = TextCursor(line)
      cursor.skipSpaces()
      guard step != nil, cursor.match("|") else { return false }
      cursor.skipSpaces()
      let name = cursor.take { $0 != .colon && !Ascii.isSpace($0) }
      _ = cursor.take { Ascii.isSpace($0) || $0 == .colon }
      guard !name.isEmpty, let value = cursor.number() else { return false }
      if values.count < 1000 {
        let text = String(decoding: name.prefix(ColumnNames.nameBytes), as: UTF8.self)
        values.append((text, value))
      }
      return true
    }

    mutating func finish(into rows: inout ParsedRows) {
      endRow(into: &rows)
    }

    private mutating func endRow(into rows: inout ParsedRows) {
      guard !values.isEmpty else { return }
      for (name, value) in values { rows.add(name, value) }
      rows.endRow(step: step)
      values = []
    }
  }
}
