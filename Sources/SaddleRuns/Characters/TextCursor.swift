// SPDX-License-Identifier: Apache-2.0

/// A place in a line of text; beyond the end it answers nil, never traps.
struct TextCursor {
  let bytes: UnsafeRawBufferPointer
  var position: Int
  let end: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  init(_ bytes: UnsafeRawBufferPointer, from position: Int, to end: Int) {
    self.bytes = bytes
    self.end = min(max(end, 0), bytes.count)
    self.position = min(max(position, 0), self.end)
  }

  var isAtEnd: Bool { position >= end }

  /// The byte `distance` after the place.
  func peek(_ distance: Int = 0) -> UInt8? {
    let index = position + distance
    return index >= 0 && index < end ? bytes[index] : nil
  }

  mutating func advance(_ count: Int = 1) {
    position = min(position + count, end)
  }

  mutating func skipSpaces() {
    while position < end, Ascii.isSpace(bytes[position]) { position += 1 }
  }

  /// Passes over `word` (ASCII, any case) if it stands here.
  mutating func match(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard end - position >= count else { return false }
    for index in 0..<count
    where Ascii.lower(bytes[position + index]) != Ascii.lower(word.utf8Start[index]) {
      return false
    }
    position += count
    return true
  }

  /// Whether `word` (ASCII, any case) stands here; the place stays.
  func sees(_ word: StaticString) -> Bool {
    var probe = self
    return probe.match(word)
  }

  /// Whether `byte` follows, spaces aside.
  func follows(_ byte: UInt8) -> Bool {
    var probe = self
    probe.skipSpaces()
    return probe.peek() == byte
  }

  /// Goes to where `word` stands next.
  mutating func skip(to word: StaticString) -> Bool {
    guard skip(past: word) else { return false }
    position -= word.utf8CodeUnitCount
    return true
  }

  /// Goes to where `word` stands next, and past it.
  mutating func skip(past word: StaticString) -> Bool {
    var probe = self
    while !probe.isAtEnd {
      var here = probe
      if here.match(word) {
        position = here.position
        return true
      }
      probe.advance()
    }
    return false
  }

  /// Passes over bytes as long as they satisfy `accepts`, and returns them.
  mutating func take(while accepts: (UInt8) -> Bool) -> UnsafeRawBufferPointer {
    let start = position
    while position < end, accepts(bytes[position]) { position += 1 }
    return slice(start, position)
  }

  /// The bytes from `start` to `stop`.
  func slice(_ start: Int, _ stop: Int) -> UnsafeRawBufferPointer {
    let low = min(max(start, 0), end)
    let high = min(max(stop, low), end)
    return UnsafeRawBufferPointer(rebasing: bytes[low..<high])
  }

  /// A whole number, without sign; commas between digits are passed over where asked for.
  mutating func integer(grouped: Bool = false) -> Int? {
    let start = position
    var value = 0
    while let byte = peek() {
      if Ascii.isDigit(byte) {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
        guard !overflow, !carry else { return nil }
        value = sum
      } else if !(grouped && byte == .comma && position > start) {
        break
      }
      position += 1
    }
    return position > start ? value : nil
  }

  /// A number in any spelling that training scripts print, or nil (the place is then unchanged).
  mutating func number() -> Double? {
    let start = position
    if let value = NumberText.scan(&self) { return value }
    position = start
    return nil
  }

  /// What is left as text.
  var rest: String { String(decoding: slice(position, end), as: UTF8.self) }
}
