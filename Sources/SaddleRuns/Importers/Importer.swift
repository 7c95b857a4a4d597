// SPDX-License-Identifier: Apache-2.0

/// The beginning of a file, by which its format is recognised.
public struct LogProbe: Sendable {
  /// Bytes of a file that are looked at.
  public static let headBytes = 256 << 10

  /// The file.
  public var path: String
  /// The first bytes, `headBytes` at most.
  public var head: [UInt8]

  /// Creates a probe.
  public init(path: String, head: [UInt8]) {
    self.path = path
    self.head = head
  }

  /// The file's name without its folder.
  public var name: String { String(path.split(separator: "/").last ?? "") }

  /// The name of the folder that the file is in.
  public var folder: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : ""
  }

  func begins(with bytes: [UInt8]) -> Bool { head.starts(with: bytes) }

  /// Whether the head looks like text: no zero bytes unless it is UTF-16.
  var isText: Bool {
    if begins(with: [0xff, 0xfe]) || begins(with: [0xfe, 0xff]) { return true }
    return !head.prefix(8192).contains(0)
  }
}

/// A log format: how it is recognised and read.
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
}

extension Importer {
  /// The common names only.
  public static var dialectName: String { "common" }
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
    guard probe.isText else { return 0 }
    let hits = hits(probe)
    return hits == 0 ? 0 : min(0.7 + 0.05 * Double(hits), 0.9)
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

/// The formats that a reader knows.
public struct ImporterCatalog: Sendable {
  /// The formats.
  public let types: [any Importer.Type]

  /// Creates a catalog.
  public init(_ types: [any Importer.Type]) {
    self.types = types
  }

  /// Every format that Saddle reads.
  public static let builtIn = ImporterCatalog([
    EventFileImporter.self,
    VisualDLImporter.self,
    NotebookImporter.self,
    JSONImporter.self,
    CSVImporter.self,
    StudioGANImporter.self,
    CycleGANImporter.self,
    DCGANImporter.self,
    StyleGANMetricImporter.self,
    StyleGANMetricTextImporter.self,
    StyleGANLogImporter.self,
    KerasImporter.self,
    PyTorchGANImporter.self,
    KerasGANImporter.self,
    MLMasteryImporter.self,
    VITSImporter.self,
    RosinalityImporter.self,
    LucidrainsImporter.self,
    GANStabilityImporter.self,
    GANZooImporter.self,
    HiFiGANImporter.self,
    BasicSRImporter.self,
    MMEngineImporter.self,
    MimicryImporter.self,
    WandBImporter.self,
    MLflowImporter.self,
    MetricLogImporter.self,
    ColumnFileImporter.self,
    KeyValueImporter.self,
  ])

  /// Returns the format that is surest of a file, or nil where none is.
  public func recognize(_ probe: LogProbe) -> (type: any Importer.Type, confidence: Double)? {
    var best: (type: any Importer.Type, confidence: Double)?
    for type in types {
      let confidence = type.confidence(probe)
      if confidence > 0, confidence > best?.confidence ?? 0 { best = (type, confidence) }
    }
    return best
  }

  /// Returns the format with this identifier.
  public func type(id: String) -> (any Importer.Type)? {
    types.first { $0.id == id }
  }
}
