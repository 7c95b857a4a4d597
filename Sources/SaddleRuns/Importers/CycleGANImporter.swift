// SPDX-License-Identifier: Apache-2.0

/// `loss_log.txt` of pytorch-CycleGAN-and-pix2pix, CUT and their forks, old form and new.
///
///     ================ Training Loss (Thu Sep  1 21:31:13 2022) ================
///     (epoch: 1, iters: 100, time: 0.123, data: 0.456) D_A: 0.345 G_A: 0.234 cycle_A: 1.234 ...
///
/// Each header is a start of the training program. CycleGAN's two games are told apart by the
/// columns' last letter.
///
/// - Source: junyanz/pytorch-CycleGAN-and-pix2pix, `util/visualizer.py`.
public enum CycleGANImporter: LineImporter {
  /// See `Importer`.
  public static let id = "cyclegan"
  /// See `Importer`.
  public static let title = "pytorch-CycleGAN-and-pix2pix loss log"
  /// See `Importer`.
  public static let dialectName = "cycleGAN"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      if cursor.match("====") {
        guard cursor.skip(past: "Training Loss") else { return false }
        rows.beginSession()
        return true
      }
      if cursor.match("[Rank") { _ = cursor.skip(past: "]") }
      cursor.skipSpaces()
      guard cursor.match("("), cursor.sees("epoch:") else { return false }
      guard pairs(&cursor, until: .closeParenthesis, into: &rows) > 0, cursor.match(")") else {
        rows.cancelRow()
        return false
      }
      guard pairs(&cursor, until: nil, into: &rows) > 0 else {
        rows.cancelRow()
        return false
      }
      rows.endRow()
      return true
    }

    /// The numbers that follow one, each behind a comma: `0.1, 0.2, 0.3 |`.
    private func list(_ cursor: inout TextCursor) -> [Double] {
      var values: [Double] = []
      while values.count < 8 {
        var probe = cursor
        guard probe.match(",") else { break }
        probe.skipSpaces()
        guard let value = probe.number(), probe.peek() != .colon,
          probe.peek().map(Ascii.isWord) != true
        else { break }
        values.append(value)
        cursor = probe
      }
      return values
    }

    /// `NAME: VALUE`, separated by spaces, with or without commas.
    private func pairs(
      _ cursor: inout TextCursor,
      until end: UInt8?,
      into rows: inout ParsedRows
    ) -> Int {
      var count = 0
      while !cursor.isAtEnd, cursor.peek() != end {
        _ = cursor.take { Ascii.isSpace($0) || $0 == .comma || $0 == .bar }
        let name = cursor.take { $0 != .colon && $0 != .closeParenthesis && !Ascii.isSpace($0) }
        guard cursor.match(":") else { return count }
        cursor.skipSpaces()
        guard let value = cursor.number() else { return count }
        if !name.isEmpty {
          // ComboGAN: one number a domain.
          let others = list(&cursor)
          if others.isEmpty {
            rows.add(name, value)
          } else {
            let text = String(decoding: name.prefix(ColumnNames.nameBytes), as: UTF8.self)
            for (index, value) in ([value] + others).enumerated() {
              rows.add("\(text)_\(index + 1)", value)
            }
          }
          count += 1
        }
      }
      return count
    }
  }
}
