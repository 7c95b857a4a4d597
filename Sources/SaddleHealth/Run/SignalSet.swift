// SPDX-License-Identifier: Apache-2.0

/// A set of signals as bits: membership and intersection are one instruction each.
public struct SignalSet: Sendable, Equatable, Codable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Creates an empty set.
  public init() {}

  /// Creates a set of signals.
  public init(_ signals: [Signal]) {
    for signal in signals { insert(signal) }
  }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { low | high == 0 }

  /// Adds a signal.
  @inline(__always) public mutating func insert(_ signal: Signal) {
    let index = signal.index
    if index < 64 { low |= 1 << UInt64(index) } else { high |= 1 << UInt64(index - 64) }
  }

  /// Whether a signal is in it.
  @inline(__always) public func contains(_ signal: Signal) -> Bool {
    let index = signal.index
    return index < 64 ? low >> UInt64(index) & 1 == 1 : high >> UInt64(index - 64) & 1 == 1
  }

  /// Whether both have a signal in common.
  @inline(__always) public func intersects(_ other: SignalSet) -> Bool {
    low & other.low | high & other.high != 0
  }

  /// Adds all of another set.
  public mutating func formUnion(_ other: SignalSet) {
    low |= other.low
    high |= other.high
  }
}
