// SPDX-License-Identifier: Apache-2.0

/// Finds any of many phrases in a stream of bytes, in one pass (Aho and Corasick 1975).
///
/// ASCII case is ignored. One look at a table for each byte, whatever the count of phrases.
struct PhraseMatcher: Sendable {
  /// Byte to symbol; 0 is every byte that no phrase has.
  private let symbols: [UInt8]
  private let width: Int
  /// State after a symbol; row by row.
  private let next: [UInt16]
  /// For each state the phrase that ends there, the longest first; -1 for none.
  private let found: [Int16]

  /// - Parameter phrases: ASCII; together shorter than 65,536 bytes.
  init(_ phrases: [String]) {
    var symbols = [UInt8](repeating: 0, count: 256)
    var width = 1
    for byte in phrases.flatMap({ Array($0.utf8) }) {
      let lower = Ascii.lower(byte)
      guard symbols[Int(lower)] == 0 else { continue }
      symbols[Int(lower)] = UInt8(truncatingIfNeeded: width)
      width += 1
    }
    for upper in UInt8(ascii: "A")...UInt8(ascii: "Z") {
      symbols[Int(upper)] = symbols[Int(Ascii.lower(upper))]
    }
    self.symbols = symbols
    self.width = width
    var trie = Trie(width: width)
    for (number, phrase) in phrases.enumerated() {
      trie.add(phrase.utf8.map { Int(symbols[Int($0)]) }, number: number)
    }
    trie.close()
    next = trie.next.map { UInt16(truncatingIfNeeded: $0) }
    found = trie.found.map { Int16(truncatingIfNeeded: $0) }
  }

  /// Returns the phrases that stand in `bytes`, each with the place behind its last byte.
  ///
  /// At places where several end, the longest alone is returned.
  func matches(in bytes: UnsafeRawBufferPointer) -> [(phrase: Int, end: Int)] {
    var result: [(phrase: Int, end: Int)] = []
    symbols.withUnsafeBufferPointer { symbols in
      next.withUnsafeBufferPointer { next in
        found.withUnsafeBufferPointer { found in
          var state = 0
          for index in bytes.indices {
            state = Int(next[state &* width &+ Int(symbols[Int(bytes[index])])])
            if found[state] >= 0 { result.append((Int(found[state]), index + 1)) }
          }
        }
      }
    }
    return result
  }
}

/// The phrases as a tree, then as an automaton.
private struct Trie {
  let width: Int
  var next: [Int]
  var found: [Int] = [-1]

  init(width: Int) {
    self.width = width
    next = Array(repeating: -1, count: width)
  }

  mutating func add(_ symbols: [Int], number: Int) {
    var state = 0
    for symbol in symbols {
      if next[state * width + symbol] < 0 {
        next[state * width + symbol] = found.count
        found.append(-1)
        next += Array(repeating: -1, count: width)
      }
      state = next[state * width + symbol]
    }
    found[state] = number
  }

  /// Fills in where to go on when a phrase breaks off.
  mutating func close() {
    var failure = Array(repeating: 0, count: found.count)
    var queue: [Int] = []
    for symbol in 0..<width {
      if next[symbol] < 0 { next[symbol] = 0 } else { queue.append(next[symbol]) }
    }
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      if found[state] < 0 { found[state] = found[failure[state]] }
      for symbol in 0..<width {
        let target = state * width + symbol
        let fallback = next[failure[state] * width + symbol]
        if next[target] < 0 {
          next[target] = fallback
        } else {
          failure[next[target]] = fallback
          queue.append(next[target])
        }
      }
    }
  }
}
