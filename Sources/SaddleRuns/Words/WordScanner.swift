// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// Finds what a text says in words, whatever its format, piece by piece.
///
/// Beside the parser of the numbers and independent of it. The pieces may be cut anywhere. Memory
/// is bounded by the piece and `lineLimit`; time is one look at a table for each byte.
struct WordScanner: Sendable {
  /// A fact, and how much of the piece stands before the end of its line.
  struct Found {
    var fact: RunFact
    var end: Int
  }

  /// Bytes of an unfinished line that are kept for the next piece.
  static let lineLimit = 4096
  /// Bytes behind an exception after which it was not the end.
  ///
  /// A program that dies flushes what its output buffer holds behind the traceback, which went to
  /// an unbuffered stream: 8,192 bytes in C's and Python's libraries.
  static let bufferBytes = 8192

  private static let matcher = PhraseMatcher(Phrase.all.map(\.text))

  private var reader = WordReader()
  private var decoder = TextDecoder()
  private var carry: [UInt8] = []
  private var lineNumber = 1
  /// Where the last failure's line ended, counted from the beginning of the piece.
  private var failureEnd: Int?

  /// Takes in a piece and returns the facts in the lines that it completes.
  mutating func scan(_ bytes: UnsafeRawBufferPointer) -> [Found] {
    let found: [Found]
    if let converted = decoder.convert(bytes) {
      // The first piece comes back as it is or without its mark; UTF-16 loses its places.
      let shift = bytes.count - converted.count
      found = converted.withUnsafeBytes { scanText($0) }
        .map { Found(fact: $0.fact, end: shift <= 3 ? $0.end + shift : bytes.count) }
    } else {
      found = scanText(bytes)
    }
    return withReturns(found, bytes.count)
  }

  /// Says that nothing more will come.
  mutating func finish() -> [RunFact] {
    var facts: [Found] = []
    let rest = carry
    carry = []
    rest.withUnsafeBytes { read($0, offset: 0, into: &facts) }
    return facts.map(\.fact) + reader.finish()
  }

  /// Adds where the log has gone on behind a failure.
  private mutating func withReturns(_ found: [Found], _ count: Int) -> [Found] {
    var result: [Found] = []
    for item in found {
      if let back = goneOn(to: item.end) { result.append(back) }
      result.append(item)
      if item.fact.kind.isFailure { failureEnd = item.end }
    }
    if let back = goneOn(to: count) { result.append(back) }
    failureEnd? -= count
    return result
  }

  private mutating func goneOn(to place: Int) -> Found? {
    guard let end = failureEnd, place - end > Self.bufferBytes else { return nil }
    failureEnd = nil
    return Found(fact: RunFact(.wentOn, "the log goes on"), end: max(0, end + Self.bufferBytes))
  }

  private mutating func scanText(_ bytes: UnsafeRawBufferPointer) -> [Found] {
    var found: [Found] = []
    guard let end = bytes.lastIndex(where: { $0 == .lineFeed || $0 == .carriageReturn }) else {
      keep(bytes, into: &found)
      return found
    }
    let whole = UnsafeRawBufferPointer(rebasing: bytes[...end])
    if carry.isEmpty {
      read(whole, offset: 0, into: &found)
    } else {
      let held = carry.count
      let joined = carry + whole
      carry = []
      joined.withUnsafeBytes { read($0, offset: -held, into: &found) }
    }
    keep(UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...]), into: &found)
    return found
  }

  /// Keeps an unfinished line; what is too long is read as it is.
  private mutating func keep(_ bytes: UnsafeRawBufferPointer, into found: inout [Found]) {
    guard !bytes.isEmpty else { return }
    carry.append(contentsOf: bytes)
    guard carry.count > Self.lineLimit * 2 else { return }
    let rest = Array(carry.suffix(Self.lineLimit))
    let part = carry.dropLast(Self.lineLimit)
    part.withUnsafeBytes { read($0, offset: 0, into: &found) }
    for index in found.indices { found[index].end = max(0, min(found[index].end, bytes.count)) }
    carry = rest
  }

  /// Reads whole lines.
  private mutating func read(
    _ bytes: UnsafeRawBufferPointer,
    offset: Int,
    into found: inout [Found]
  ) {
    let matches = Self.matcher.matches(in: bytes)
    var next = 0
    var position = 0
    var counted = 0
    while position < bytes.count {
      if !reader.wantsNextLine {
        while next < matches.count, matches[next].end <= position { next += 1 }
        guard next < matches.count else { break }
        position = max(position, Self.lineStart(bytes, before: matches[next].end - 1))
      }
      let end = Self.lineEnd(bytes, from: position)
      lineNumber += Self.newlines(bytes, counted..<position)
      counted = position
      var phrases: [Int] = []
      while next < matches.count, matches[next].end <= end {
        phrases.append(matches[next].phrase)
        next += 1
      }
      let line = Self.line(
        bytes,
        position,
        end,
        around: phrases.isEmpty ? nil : matches[next - 1].end
      )
      for fact in reader.take(line, number: lineNumber, phrases: phrases) {
        found.append(Found(fact: fact, end: max(0, offset + min(end + 1, bytes.count))))
      }
      position = end + 1
    }
    lineNumber += Self.newlines(bytes, counted..<bytes.count)
  }

  /// The line's text; of an overlong one what stands around the last phrase.
  private static func line(
    _ bytes: UnsafeRawBufferPointer,
    _ start: Int,
    _ end: Int,
    around: Int?
  ) -> String {
    var range = start..<end
    if range.count > lineLimit {
      let center = around ?? start
      let low = max(start, center - lineLimit / 2)
      range = low..<min(end, low + lineLimit)
    }
    return LinePrefix.clean(UnsafeRawBufferPointer(rebasing: bytes[range]))
  }

  private static func lineStart(_ bytes: UnsafeRawBufferPointer, before index: Int) -> Int {
    var start = index
    while start > 0, bytes[start - 1] != .lineFeed, bytes[start - 1] != .carriageReturn {
      start -= 1
    }
    return start
  }

  private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != .lineFeed, bytes[end] != .carriageReturn { end += 1 }
    return end
  }

  private static func newlines(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int {
    var count = 0
    for index in range where bytes[index] == .lineFeed { count += 1 }
    return count
  }
}

extension RunFact {
  /// What a text says in words, read in pieces of the sizes that `size` gives.
  public static func all(in text: [UInt8], size: () -> Int) -> [RunFact] {
    var scanner = WordScanner()
    var facts: [RunFact] = []
    text.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + max(1, size()))
        facts += scanner.scan(UnsafeRawBufferPointer(rebasing: bytes[start..<end])).map(\.fact)
        start = end
      }
    }
    return facts + scanner.finish()
  }
}
