// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The columns of a log, numbered in the order in which they first appear.
///
/// Built for speed: event files name the column with every value, so a name that follows the same
/// name as last time is found by one comparison. Bounded: a log that invents columns without end
/// gets `limit` of them, the rest is counted.
public struct ColumnNames: Sendable {
  /// Columns that are kept at most.
  public static let limit = 20_000
  /// Bytes of a name that are kept at most.
  public static let nameBytes = 512

  /// The names, by number.
  public private(set) var names: [String] = []
  /// Values whose column was beyond the limit.
  public private(set) var valuesOverLimit = 0

  private var keys: [[UInt8]] = []
  private var slots: [Int32] = Array(repeating: -1, count: 64)
  private var successor: [Int32] = []
  private var last: Int32 = -1

  /// Creates an empty table.
  public init() {}

  /// Returns the number of the column `name`, or nil beyond the limit.
  public mutating func number(of name: String) -> Int32? {
    var name = name
    return name.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
  }

  /// Returns the number of the column whose name is these bytes, or nil beyond the limit.
  mutating func number(of bytes: UnsafeRawBufferPointer) -> Int32? {
    let name = UnsafeRawBufferPointer(rebasing: bytes.prefix(ColumnNames.nameBytes))
    if last >= 0 {
      let guess = successor[Int(last)]
      if guess >= 0, ColumnNames.equal(keys[Int(guess)], name) {
        last = guess
        return guess
      }
    }
    guard let found = lookUp(name) else {
      valuesOverLimit += 1
      return nil
    }
    if last >= 0 { successor[Int(last)] = found }
    last = found
    return found
  }

  private mutating func lookUp(_ name: UnsafeRawBufferPointer) -> Int32? {
    var slot = ColumnNames.hash(name) & (slots.count - 1)
    while slots[slot] >= 0 {
      if ColumnNames.equal(keys[Int(slots[slot])], name) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    guard keys.count < ColumnNames.limit else { return nil }
    let number = Int32(keys.count)
    slots[slot] = number
    keys.append(Array(name))
    names.append(String(decoding: name, as: UTF8.self))
    successor.append(-1)
    if keys.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, key) in keys.enumerated() {
      var slot = key.withUnsafeBytes { ColumnNames.hash($0) } & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  private static func equal(_ key: [UInt8], _ name: UnsafeRawBufferPointer) -> Bool {
    guard key.count == name.count else { return false }
    guard let start = name.baseAddress else { return true }
    return key.withUnsafeBytes { bytes in
      bytes.baseAddress.map { memcmp($0, start, name.count) == 0 }
    }
      ?? true
  }

  private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7fff_ffff)
  }
}
