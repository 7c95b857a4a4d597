// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A format's parser with a scanner of words beside it.
///
/// What the scanner finds is handed out where it stands among the rows: rows before a traceback
/// come before it.
struct WordedParser: Sendable {
  private var parser: any LogParser
  private var scanner: WordScanner?

  init(_ importer: any Importer.Type, _ probe: LogProbe) {
    parser = importer.makeParser(probe)
    scanner = importer.holdsWords ? WordScanner() : nil
  }

  /// Cuts a piece where the log says something in words.
  ///
  /// - Returns: The parts in their order, each with the facts behind it; `parse` reads them.
  mutating func parts(
    of bytes: UnsafeRawBufferPointer
  ) -> [(bytes: UnsafeRawBufferPointer, facts: [RunFact])] {
    var parts: [(bytes: UnsafeRawBufferPointer, facts: [RunFact])] = []
    var start = 0
    for found in scanner?.scan(bytes) ?? [] {
      let end = min(max(found.end, start), bytes.count)
      parts.append((UnsafeRawBufferPointer(rebasing: bytes[start..<end]), [found.fact]))
      start = end
    }
    parts.append((UnsafeRawBufferPointer(rebasing: bytes[start...]), []))
    return parts
  }

  /// Reads the numbers of a part.
  mutating func parse(_ part: UnsafeRawBufferPointer, into rows: inout ParsedRows) {
    parser.consume(part, into: &rows)
  }

  /// Reads a piece; calls `pass` when rows are to be taken out, with the facts behind them.
  mutating func consume(
    _ bytes: UnsafeRawBufferPointer,
    into rows: inout ParsedRows,
    _ pass: (inout ParsedRows, [RunFact]) throws -> Void
  ) rethrows {
    for part in parts(of: bytes) {
      parse(part.bytes, into: &rows)
      try pass(&rows, part.facts)
    }
  }

  /// Says that nothing more will come; the rows that this gives stand before the facts.
  mutating func finish(into rows: inout ParsedRows) -> [RunFact] {
    parser.finish(into: &rows)
    return scanner?.finish() ?? []
  }
}
