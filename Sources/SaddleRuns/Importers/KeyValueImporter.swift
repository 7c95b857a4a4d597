// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Console output of any script that prints `name: value` or `name = value`.
///
///     Epoch [3/25], Step [10/1583], d_loss: 0.4321, g_loss: 4.321, D(x): 0.76, D(G(z)): 0.12
public enum KeyValueImporter: Importer {
  /// See `Importer`.
  public static let id = "keyvalue"
  /// See `Importer`.
  public static let title = "console lines of name and value"

  /// A guess that grows with the lines whose names are those of a GAN.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText else { return 0 }
    var parser = LineParser(Reader())
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    parser.finish(into: &rows)
    let matcher = NameMatcher(dialect: .common)
    let known = rows.columns.names.map { name in
      switch matcher.match(name).meaning {
      // A printed configuration has rates, but nothing that was observed.
      case .signals(let signals, _):
        !signals.allSatisfy { $0.rawValue.hasPrefix("learning_rate/") }
      case .output, .term, .share: true
      case .axis, .understood, .unknown: false
      }
    }
    let hits = rows.rows.count { row in
      rows.cells[row.firstCell..<row.endCell].contains { known[Int($0.column)] }
    }
    if hits >= 2 { return 0.5 }
    if hits == 1 { return 0.3 }
    return rows.rows.count >= 5 ? 0.1 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    LineParser(Reader())
  }

  struct Reader: LineReader {
    private var scanner = PairScanner()

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      guard line.count <= 4096 else { return false }
      let cursor = TextCursor(line)
      _ = scanner.scanAxis(cursor, into: &rows)
      guard scanner.scan(cursor, into: &rows) > 0 else {
        rows.cancelRow()
        return false
      }
      rows.endRow()
      return true
    }
  }
}

/// A line that has a form's mark, read as pairs.
///
/// Most trainers print pairs; their importers differ in how a line is told from others and in what
/// stands before the pairs.
struct MarkedPairReader: LineReader {
  private var scanner: PairScanner
  private let mark: @Sendable (inout TextCursor, inout ParsedRows) -> Bool

  /// - Parameter mark: Passes over what identifies the line, adding axis cells that only this form
  ///   has; false when the line is another.
  init(
    dialect: NameTable.Dialect = .common,
    mark: @escaping @Sendable (inout TextCursor, inout ParsedRows) -> Bool
  ) {
    scanner = PairScanner(dialect: dialect)
    self.mark = mark
  }

  mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
    var cursor = TextCursor(line)
    guard line.count <= 8192, mark(&cursor, &rows), scanner.scan(cursor, into: &rows) > 0 else {
      rows.cancelRow()
      return false
    }
    rows.endRow()
    return true
  }
}
