// SPDX-License-Identifier: Apache-2.0

/// Takes the printed output out of a Jupyter notebook, piece by piece.
///
/// Strings under the keys `text` and `text/plain` within `outputs`. Pictures, which are most of a
/// notebook's bytes, are passed over without being kept.
struct NotebookText: Sendable {
  private static let keyLimit = 64
  private static let depthLimit = 64

  private struct Level {
    var isObject: Bool
    var key: [UInt8] = []
    var expectsKey: Bool
  }

  private var levels: [Level] = []
  private var isInString = false
  private var isKey = false
  private var isWanted = false
  private var escape: [UInt8] = []
  private var key: [UInt8] = []

  /// Appends the output in the next piece to `text`.
  mutating func take(_ bytes: UnsafeRawBufferPointer, into text: inout [UInt8]) {
    for byte in bytes {
      if isInString { inString(byte, into: &text) } else { outside(byte, into: &text) }
    }
  }

  private mutating func outside(_ byte: UInt8, into text: inout [UInt8]) {
    switch byte {
    case .quote:
      isInString = true
      isKey = levels.last?.expectsKey ?? false
      isWanted = !isKey && isOutput
      key.removeAll(keepingCapacity: true)
    case .openBrace, .openBracket:
      // Deeper than any notebook: the rest is not one.
      guard levels.count < NotebookText.depthLimit else { return }
      levels.append(Level(isObject: byte == .openBrace, expectsKey: byte == .openBrace))
    case .closeBrace, .closeBracket:
      let ends = byte == .closeBracket && isOutput
      if !levels.isEmpty { levels.removeLast() }
      if ends { text.append(.lineFeed) }
    case .colon:
      if !levels.isEmpty { levels[levels.count - 1].expectsKey = false }
    case .comma:
      if let last = levels.last, last.isObject { levels[levels.count - 1].expectsKey = true }
    default: break
    }
  }

  private mutating func inString(_ byte: UInt8, into text: inout [UInt8]) {
    if !escape.isEmpty {
      escape.append(byte)
      endEscape(into: &text)
    } else if byte == .backslash {
      escape = [.backslash]
    } else if byte == .quote {
      isInString = false
      if isKey, !levels.isEmpty { levels[levels.count - 1].key = key }
    } else {
      append(byte, to: &text)
    }
  }

  private mutating func append(_ byte: UInt8, to text: inout [UInt8]) {
    if isWanted {
      text.append(byte)
    } else if isKey, key.count < NotebookText.keyLimit {
      key.append(byte)
    }
  }

  private mutating func endEscape(into text: inout [UInt8]) {
    guard escape.count >= 2 else { return }
    if escape[1] == UInt8(ascii: "u") {
      guard escape.count == 6 else { return }
      let unit = UInt16(String(decoding: escape[2...], as: UTF8.self), radix: 16) ?? 0x3f
      for byte in String(decoding: [unit], as: UTF16.self).utf8 { append(byte, to: &text) }
    } else {
      append(JSONText.escaped(escape[1]), to: &text)
    }
    escape.removeAll(keepingCapacity: true)
  }

  private var isOutput: Bool {
    guard levels.contains(where: { $0.key.elementsEqual("outputs".utf8) }) else { return false }
    let name = levels.last(where: \.isObject)?.key ?? []
    return name.elementsEqual("text".utf8) || name.elementsEqual("text/plain".utf8)
  }
}
