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
/// UTF-16 (what PowerShell writes) is converted, terminal colours are removed, and a line longer
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
    for index in bytes.indices where bytes[index] == 10 || bytes[index] == 13 {
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
    if line.contains(27) { TerminalCodes.remove(from: &line) }
    let before = rows.recordsRead
    let isUnderstood = line.withUnsafeBytes { lineReader.read($0, into: &rows) }
    if !isUnderstood, rows.recordsRead == before { rows.linesIgnored += 1 }
    line.removeAll(keepingCapacity: line.capacity <= 1 << 16)
  }
}

/// Removes the sequences by which terminals are coloured.
enum TerminalCodes {
  static func remove(from line: inout [UInt8]) {
    var output: [UInt8] = []
    output.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      if line[index] == 27, index + 1 < line.count, line[index + 1] == 91 {
        index += 2
        while index < line.count, !(64...126).contains(line[index]) { index += 1 }
        index += 1
      } else {
        output.append(line[index])
        index += 1
      }
    }
    line = output
  }
}

/// Turns UTF-16 with a byte-order mark into UTF-8 and passes over UTF-8's mark.
struct TextDecoder: Sendable {
  private enum Encoding { case undecided, plain, little, big }

  private var encoding = Encoding.undecided
  private var held: [UInt8] = []

  /// Returns the converted bytes, or nil when the bytes are to be read as they are.
  mutating func convert(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    if encoding == .plain { return nil }
    held.append(contentsOf: bytes)
    if encoding == .undecided {
      guard let first = held.first else { return [] }
      if first != 0xef, first != 0xff, first != 0xfe {
        return settle(.plain, dropping: 0)
      }
      guard held.count >= 3 else { return [] }
      switch (held[0], held[1], held[2]) {
      case (0xef, 0xbb, 0xbf): return settle(.plain, dropping: 3)
      case (0xff, 0xfe, _): encoding = .little
      case (0xfe, 0xff, _): encoding = .big
      default: return settle(.plain, dropping: 0)
      }
      held.removeFirst(2)
    }
    return wide()
  }

  private mutating func settle(_ encoding: Encoding, dropping count: Int) -> [UInt8] {
    self.encoding = encoding
    defer { held = [] }
    return Array(held.dropFirst(count))
  }

  private mutating func wide() -> [UInt8] {
    let whole = held.count / 2 * 2
    var units: [UInt16] = []
    units.reserveCapacity(whole / 2)
    for index in stride(from: 0, to: whole, by: 2) {
      let (low, high) = encoding == .little ? (index, index + 1) : (index + 1, index)
      units.append(UInt16(held[low]) | UInt16(held[high]) << 8)
    }
    held.removeFirst(whole)
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
