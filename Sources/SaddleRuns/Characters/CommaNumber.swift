// SPDX-License-Identifier: Apache-2.0

/// What digits with commas in them mean.
///
/// `1,234.5` and `1,234,567` are grouped, `0,5` and `12,75` have a decimal comma; `1,234` may be
/// either, and is told by other numbers of the same log or not read at all.
enum CommaNumber: Equatable {
  /// The number.
  case value(Double)
  /// `1,234`: one thousand, or one and a quarter; grouped it is this.
  case ambiguous(grouped: Int)
  /// No number: commas separate several, or something else stands there.
  case none

  /// Reads `text`, which is a sign, digits, commas, points and an exponent and nothing else.
  ///
  /// - Parameter decimalComma: Whether the log is known to write decimal commas.
  init(_ text: UnsafeRawBufferPointer, decimalComma: Bool) {
    let digits = text.prefix { Ascii.lower($0) != UInt8(ascii: "e") }
    let body = digits.first == .minus || digits.first == .plus ? digits.dropFirst() : digits
    let points = body.count { $0 == .point }
    let commas = body.count { $0 == .comma }
    guard commas > 0, let first = body.first, Ascii.isDigit(first) else {
      self = .none
      return
    }
    let lastComma = body.lastIndex(of: 44) ?? 0
    if points > 0, let point = body.lastIndex(of: 46), point < lastComma {
      // 1.234,5
      let isGrouped = commas == 1 && CommaNumber.areGroups(body[..<lastComma], separator: 46)
      self = isGrouped ? CommaNumber.read(text, dropping: 46, decimal: 44) : .none
      return
    }
    let whole = body.prefix { $0 != .point }
    let isGrouped = points <= 1 && CommaNumber.areGroups(whole, separator: 44)
    if isGrouped, commas > 1 || points == 1 {
      self = CommaNumber.read(text, dropping: 44, decimal: 46)
    } else if commas == 1, points == 0, !isGrouped || decimalComma {
      let isWritten = body.last.map(Ascii.isDigit) ?? false
      self = isWritten ? CommaNumber.read(text, dropping: 46, decimal: 44) : .none
    } else if isGrouped, case .value(let value) = CommaNumber.read(text, dropping: 44, decimal: 46),
      let number = Int(exactly: value)
    {
      self = .ambiguous(grouped: number)
    } else {
      self = .none
    }
  }

  /// One to three digits, the first no zero, then groups of three.
  private static func areGroups(_ text: Slice<UnsafeRawBufferPointer>, separator: UInt8) -> Bool {
    let groups = text.split(separator: separator, omittingEmptySubsequences: false)
    guard let first = groups.first, (1...3).contains(first.count), first.first != UInt8(ascii: "0")
    else {
      return false
    }
    return groups.dropFirst().allSatisfy { $0.count == 3 }
      && groups.allSatisfy { $0.allSatisfy(Ascii.isDigit) }
  }

  private static func read(
    _ text: UnsafeRawBufferPointer,
    dropping group: UInt8,
    decimal: UInt8
  ) -> CommaNumber {
    let plain = text.filter { $0 != group }.map { $0 == decimal ? 46 : $0 }
    let value = plain.withUnsafeBytes { bytes -> Double? in
      var cursor = TextCursor(bytes)
      guard let value = cursor.number(), cursor.isAtEnd else { return nil }
      return value
    }
    return value.map(CommaNumber.value) ?? .none
  }
}

extension TextCursor {
  /// Passes over digits, points and commas between digits, and an exponent, and returns them.
  mutating func takeCommaNumber() -> UnsafeRawBufferPointer {
    let start = position
    if peek() == .minus || peek() == .plus { advance() }
    while let byte = peek() {
      let isMark = (byte == .comma || byte == .point) && peek(1).map(Ascii.isDigit) == true
      guard Ascii.isDigit(byte) || isMark else { break }
      advance()
    }
    if let byte = peek(), Ascii.lower(byte) == UInt8(ascii: "e") {
      let offset = peek(1) == .minus || peek(1) == .plus ? 2 : 1
      if peek(offset).map(Ascii.isDigit) == true {
        advance(offset)
        _ = take(while: Ascii.isDigit)
      }
    }
    return slice(start, position)
  }
}
