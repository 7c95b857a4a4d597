// SPDX-License-Identifier: Apache-2.0

/// The console lines of the tutorials at machinelearningmastery.com and their many copies.
///
///     >1, 12/46, d1=0.658, d2=0.702 g=0.724
///     >12, d1[0.307] d2[0.267] g[24.708]
///     >12, dA[0.219,0.242] dB[0.213,0.222] g[7.317,7.267]
///     >12, dr[0.693,2.302], df[0.693,2.310], g[0.724,2.305]
///     >12, c[2.305,8], d[0.096,2.399], g[0.095]
///
/// Two numbers in brackets behind a discriminator are its losses on real and on fake samples,
/// behind `g` those of the two generators, of which the first serves the domain B. Where the
/// samples stand in the name (`dr`, `df`) the second number is the class' loss, for the generator,
/// too. `c` is a classifier with its loss and accuracy.
public enum MLMasteryImporter: LineImporter {
  /// See `Importer`.
  public static let id = "ml-mastery"
  /// See `Importer`.
  public static let title = "Machine Learning Mastery console"
  /// See `Importer`.
  public static let dialectName = "mlMastery"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      guard line.count <= 4096, cursor.match(">"), let counter = cursor.integer(),
        cursor.match(","), values(&cursor, counter, into: &rows)
      else {
        rows.cancelRow()
        return false
      }
      rows.endRow()
      return true
    }

    private func values(
      _ cursor: inout TextCursor,
      _ counter: Int,
      into rows: inout ParsedRows
    ) -> Bool {
      cursor.skipSpaces()
      var probe = cursor
      if let batch = probe.integer(), probe.match("/"), let total = probe.integer() {
        rows.add("epoch", Double(counter))
        rows.add("batch", Double(batch))
        rows.add("batches_per_epoch", Double(total))
        cursor = probe
      } else {
        rows.add("step", Double(counter))
      }
      var count = 0
      var hasClasses = false
      while !cursor.isAtEnd {
        _ = cursor.take { Ascii.isSpace($0) || $0 == .comma }
        if cursor.isAtEnd { break }
        let name = cursor.take {
          Ascii.isWord($0) || $0 == .openParenthesis || $0 == .closeParenthesis
        }
        guard !name.isEmpty, name.count <= 40, let mark = cursor.peek(),
          mark == .equals || mark == .openBracket || mark == .colon
        else { return false }
        cursor.advance()
        let text = String(decoding: name, as: UTF8.self)
        hasClasses = hasClasses || text == "dr" || text == "df"
        guard pair(text, hasClasses || text == "c", &cursor, into: &rows) else { return false }
        count += 1
      }
      return count > 0
    }

    private func pair(
      _ name: String,
      _ isOfClass: Bool,
      _ cursor: inout TextCursor,
      into rows: inout ParsedRows
    ) -> Bool {
      cursor.skipSpaces()
      guard let first = cursor.number() else { return false }
      _ = cursor.match("%")
      var second: Double?
      if cursor.peek() == .comma {
        var probe = cursor
        probe.advance()
        probe.skipSpaces()
        if let value = probe.number() {
          second = value
          cursor = probe
          _ = cursor.match("%")
        }
      }
      _ = cursor.match("]")
      guard let second else {
        rows.add(name, first)
        return true
      }
      if isOfClass {
        let title = name == "c" ? "classifier" : name
        rows.add(title, first)
        rows.add("\(title) class", second)
        return true
      }
      let isGenerator = name.first == "g" || name.first == "G"
      rows.add(isGenerator ? "\(name)_B" : "\(name) real", first)
      rows.add(isGenerator ? "\(name)_A" : "\(name) fake", second)
      return true
    }
  }
}
