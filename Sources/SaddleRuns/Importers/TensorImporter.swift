// SPDX-License-Identifier: Apache-2.0

/// Losses that a script prints as bare tensors, each on a line of its own, without a name.
///
///     epoch
///     9 step 50
///     tensor(0.0380, device='cuda:0', grad_fn=<SubBackward0>)
///     tensor(5.8650, device='cuda:0', grad_fn=<NegBackward>) None
///
/// The columns are numbered in the order in which the tensors follow a line of another kind.
public enum TensorImporter: LineImporter {
  /// See `Importer`.
  public static let id = "tensors"
  /// See `Importer`.
  public static let title = "tensors without names"

  static func makeReader() -> Reader { Reader() }

  /// A guess: five groups at least; any form with names is surer.
  public static func confidence(_ probe: LogProbe) -> Double {
    probe.isText && beginsLines(probe.head) && hits(probe) >= 5 ? 0.2 : 0
  }

  /// Whether a line begins with a tensor: most logs are not looked at any closer.
  private static func beginsLines(_ head: [UInt8]) -> Bool {
    head.withUnsafeBytes { bytes in
      bytes.indices.contains { index in
        bytes[index] == UInt8(ascii: "t") && (index == 0 || bytes[index - 1] == .lineFeed)
          && TextCursor(bytes, from: index, to: bytes.count).sees("tensor(")
      }
    }
  }

  struct Reader: LineReader {
    /// Tensors of one group that are kept.
    private static let limit = 16

    private var scanner = LineScanner()
    /// The values of the present group.
    private var group: [Double] = []
    private var place = LinePlace()

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      guard line.count <= 4096 else { return false }
      if let values = Reader.tensors(line) {
        guard group.count + values.count <= Self.limit else { return false }
        group += values
        return true
      }
      finish(into: &rows)
      let found = scanner.scan(TextCursor(line), into: &rows)
      rows.cancelRow()
      guard found.columns == 0, found.place.isNamed else { return false }
      place = found.place
      // `9 step 50`: the number in front is the epoch's.
      if place.step != nil { place.epoch = place.epoch ?? place.counter.map(Double.init) }
      return true
    }

    mutating func finish(into rows: inout ParsedRows) {
      guard !group.isEmpty else { return }
      place.add(to: &rows)
      for (index, value) in group.enumerated() { rows.add("tensor \(index + 1)", value) }
      rows.endRow()
      group = []
      place = LinePlace()
    }

    /// The tensors of a line that has no other number.
    private static func tensors(_ line: UnsafeRawBufferPointer) -> [Double]? {
      var cursor = TextCursor(line)
      var values: [Double] = []
      cursor.skipSpaces()
      while values.count < limit, let value = WrappedNumber.scan(&cursor) {
        values.append(value)
        _ = cursor.take { Ascii.isSpace($0) || $0 == .comma }
      }
      let rest = cursor.slice(cursor.position, cursor.end)
      return values.isEmpty || rest.contains(where: Ascii.isDigit) ? nil : values
    }
  }
}
