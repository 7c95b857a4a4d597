// SPDX-License-Identifier: Apache-2.0

/// A reader of one line of a log.
protocol LineReader: Sendable {
  /// Reads a line without its end; true when it was understood.
  mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool
  /// Nothing more will come.
  mutating func finish(into rows: inout ParsedRows)
}

extension LineReader {
  mutating func finish(into rows: inout ParsedRows) {}
}

/// Cuts text into lines for a `LineReader`.
///
/// Lines end at LF, CR or both (progress bars use CR alone). A byte-order mark is passed over,
/// UTF-16 (what PowerShell writes) is converted, terminal colors are removed, and a line longer
/// than `lineLimit` is noted as damage and passed over.
struct LineParser<Reader: LineReader>: LogParser {
  static var lineLimit: Int { 1 << 20 }

  private(set) var lineReader: Reader
  private var line: [UInt8] = []
  private var offset = 0
  private var lineStart = 0
  private var isOverlong = false
  private var decoder = TextDecoder()

  init(_ reader: Reader) {
    lineReader = reader
  }

  mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    if let converted = decoder.convert(bytes) {
      converted.withUnsafeBytes { split($0, into: &rows) }
    } else {
      split(bytes, into: &rows)
    }
  }

  mutating func finish(into rows: inout ParsedRows) {
    endLine(into: &rows)
    lineReader.finish(into: &rows)
  }

  private mutating func split(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    var start = 0
    for index in bytes.indices where bytes[index] == .lineFeed || bytes[index] == .carriageReturn {
      append(bytes, start..<index)
      endLine(into: &rows)
      start = index + 1
      lineStart = offset + start
    }
    append(bytes, start..<bytes.count)
    offset += bytes.count
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if line.count + range.count > Self.lineLimit {
      isOverlong = true
      line.removeAll(keepingCapacity: true)
    }
    if !isOverlong { line.append(contentsOf: bytes[range]) }
  }

  private mutating func endLine(into rows: inout ParsedRows) {
    if isOverlong {
      rows.damage.add(.oversized, offset: lineStart, bytes: Self.lineLimit)
      isOverlong = false
    }
    guard !line.isEmpty else { return }
    if line.contains(.escape) { TerminalCodes.remove(from: &line) }
    let before = rows.recordsRead
    let isUnderstood = line.withUnsafeBytes { lineReader.read($0, into: &rows) }
    if !isUnderstood, rows.recordsRead == before { rows.linesIgnored += 1 }
    line.removeAll(keepingCapacity: line.capacity <= 1 << 16)
  }
}
