// SPDX-License-Identifier: Apache-2.0

/// A log format: how it is recognized and read.
///
/// To add one: a file in this folder, a line in `ImporterCatalog.builtIn`, names that mean
/// something of their own in `NameTable`, and a case in `ImporterTests`.
public protocol Importer: Sendable {
  /// Short identifier, as `--format` takes it.
  static var id: String { get }
  /// What it is, in words.
  static var title: String { get }
  /// How sure it is that a file is of this format: 0 (it is not) to 1.
  ///
  /// Specific formats answer about 0.8 and more, families of formats (JSON lines, CSV) about 0.6,
  /// guesses 0.3.
  static func confidence(_ probe: LogProbe) -> Double
  /// Returns a parser for a file.
  static func makeParser(_ probe: LogProbe) -> any LogParser
  /// The name of the dialect whose column names hold here.
  static var dialectName: String { get }
  /// Whether words may stand between the numbers: not in files of a binary form.
  static var holdsWords: Bool { get }
  /// Whether only trainers of GANs write it: then a reconstruction's error is judged alone, too.
  static var isOfGame: Bool { get }
}

extension Importer {
  /// The common names only.
  public static var dialectName: String { "common" }
  /// Most forms are anybody's.
  public static var isOfGame: Bool { false }
  /// Text.
  public static var holdsWords: Bool { true }

  static var dialect: NameTable.Dialect {
    NameTable.Dialect(rawValue: dialectName) ?? .common
  }
}

/// A format of one line a record.
protocol LineImporter: Importer {
  associatedtype Reader: LineReader
  static func makeReader() -> Reader
}

extension LineImporter {
  /// Sure when lines of this very form are there.
  public static func confidence(_ probe: LogProbe) -> Double {
    probe.isText ? sureness(hits(probe)) : 0
  }

  /// How sure so many lines of the form make.
  static func sureness(_ hits: Int) -> Double {
    hits == 0 ? 0 : min(0.7 + 0.05 * Double(hits), 0.9)
  }

  /// Returns a parser that reads line by line.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    LineParser(makeReader())
  }

  /// Lines of the head that are of this form and have values.
  static func hits(_ probe: LogProbe) -> Int {
    var parser = LineParser(makeReader())
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    if probe.head.count < LogProbe.headBytes { parser.finish(into: &rows) }
    return rows.rows.count
  }
}
