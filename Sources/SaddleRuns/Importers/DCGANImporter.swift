// SPDX-License-Identifier: Apache-2.0

/// The console lines of PyTorch's DCGAN example and tutorial.
///
///     [0/25][3/1583] Loss_D: 0.4321 Loss_G: 4.3210 D(x): 0.7654 D(G(z)): 0.1234 / 0.0456
///
/// D's outputs went through a sigmoid; the two numbers for fakes are before and after D's update.
///
/// - Source: pytorch/examples, `dcgan/main.py`; the tutorial has tabs.
public enum DCGANImporter: LineImporter {
  /// See `Importer`.
  public static let id = "dcgan"
  /// See `Importer`.
  public static let title = "PyTorch DCGAN example console"
  /// See `Importer`.
  public static let dialectName = "dcganExample"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      cursor.skipSpaces()
      guard let place = place(&cursor), values(&cursor, into: &rows) else {
        rows.cancelRow()
        return false
      }
      rows.add("epoch", Double(place.epoch))
      rows.add("batch", Double(place.batch))
      rows.add("batches_per_epoch", Double(place.batches))
      rows.endRow()
      return true
    }

    private func place(
      _ cursor: inout TextCursor
    ) -> (epoch: Int, batch: Int, batches: Int)? {
      guard cursor.match("["), let epoch = cursor.integer(), cursor.match("/"),
        cursor.integer() != nil, cursor.match("]")
      else { return nil }
      cursor.skipSpaces()
      guard cursor.match("["), let batch = cursor.integer(), cursor.match("/"),
        let batches = cursor.integer(), cursor.match("]")
      else { return nil }
      return (epoch, batch, batches)
    }

    private func values(_ cursor: inout TextCursor, into rows: inout ParsedRows) -> Bool {
      var hasLoss = false
      while !cursor.isAtEnd {
        cursor.skipSpaces()
        let name = cursor.take { $0 != .colon && !Ascii.isSpace($0) }
        guard !name.isEmpty, cursor.match(":") else { break }
        cursor.skipSpaces()
        guard let value = cursor.number() else { break }
        hasLoss = hasLoss || name.elementsEqual("Loss_D".utf8)
        let isFake = name.elementsEqual("D(G(z))".utf8)
        cursor.skipSpaces()
        if isFake, cursor.match("/") {
          cursor.skipSpaces()
          rows.add("D(G(z)) before", value)
          if let after = cursor.number() { rows.add("D(G(z)) after", after) }
        } else {
          rows.add(name, value)
        }
      }
      return hasLoss
    }
  }
}
