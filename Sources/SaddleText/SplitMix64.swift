// SPDX-License-Identifier: Apache-2.0

/// Random numbers from a seed, the same everywhere (Steele, Lea and Flood, "Fast Splittable
/// Pseudorandom Number Generators", 2014).
package struct SplitMix64: RandomNumberGenerator, Sendable {
  /// What is added a number: 2^64 over the golden ratio, made odd.
  package static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mix(state)
  }

  /// Scatters the bits of a number; one of it and the next one have nothing in common.
  package static func mix(_ number: UInt64) -> UInt64 {
    var bits = number
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// The number as one in -1...1.
  package static func unit(_ bits: UInt64) -> Double {
    Double(Int64(bitPattern: bits)) / Double(Int64.max)
  }
}
