// SPDX-License-Identifier: Apache-2.0

/// What the cells of a Jupyter notebook printed, in whatever form they printed it.
public enum NotebookImporter: Importer {
  /// See `Importer`.
  public static let id = "notebook"
  /// See `Importer`.
  public static let title = "output of a Jupyter notebook"

  /// A JSON object with cells.
  public static func confidence(_ probe: LogProbe) -> Double {
    guard probe.isText, probe.head.first(where: { !Ascii.isSpace($0) }) == .openBrace else {
      return 0
    }
    return probe.head.withUnsafeBytes { bytes in
      var cells = TextCursor(bytes)
      var kinds = TextCursor(bytes)
      let isOne = cells.skip(past: "\"cells\"") && kinds.skip(past: "\"cell_type\"")
      guard isOne || probe.name.hasSuffix(".ipynb") else { return 0 }
      var text = NotebookText()
      var output: [UInt8] = []
      text.take(bytes, into: &output)
      if probe.head.count >= LogProbe.headBytes { return 0.9 }
      return NotebookParser.recognize(output, path: probe.path) == nil ? 0 : 0.9
    }
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    NotebookParser(path: probe.path)
  }
}

/// Feeds a notebook's output to the parser of its form.
struct NotebookParser: LogParser {
  /// Bytes of output from which the form is recognized.
  static let headBytes = 64 << 10
  private var text = NotebookText()
  private var output: [UInt8] = []
  private var inner: (any LogParser)?
  private let path: String

  init(path: String) {
    self.path = path
  }

  mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    text.take(bytes, into: &output)
    if inner == nil, output.count >= NotebookParser.headBytes { begin() }
    feed(into: &rows)
  }

  mutating func finish(into rows: inout ParsedRows) {
    if inner == nil { begin() }
    feed(into: &rows)
    inner?.finish(into: &rows)
  }

  private mutating func begin() {
    let head = Array(output.prefix(NotebookParser.headBytes))
    let type = NotebookParser.recognize(head, path: path) ?? KeyValueImporter.self
    inner = type.makeParser(LogProbe(path: path, head: head))
  }

  private mutating func feed(into rows: inout ParsedRows) {
    guard inner != nil, !output.isEmpty else { return }
    output.withUnsafeBytes { inner?.consume($0, into: &rows) }
    output.removeAll(keepingCapacity: output.capacity <= 1 << 20)
  }

  /// The form of a notebook's output.
  static func recognize(_ output: [UInt8], path: String) -> (any Importer.Type)? {
    let name = path.hasSuffix(".ipynb") ? String(path.dropLast(6)) : path
    let types = ImporterCatalog.builtIn.types.filter { $0.id != NotebookImporter.id }
    return ImporterCatalog(types).recognize(LogProbe(path: name, head: output))?.type
  }
}
