// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Random numbers from a counter: the n-th number depends on seed, stream and n alone.
///
/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): any place
/// in the sequence is reached at once, so a state is three integers and workers never share one.
public struct RandomStream: RandomNumberGenerator, Codable, Equatable, Sendable {
  /// Chooses the family of streams.
  public var seed: UInt64
  /// Chooses one of 2^64 independent sequences of a seed.
  public var stream: UInt64
  /// Number of 64-bit values taken so far.
  public var taken: UInt64

  /// Creates a stream.
  ///
  /// - Parameters:
  ///   - seed: Chooses the family.
  ///   - stream: Chooses the sequence.
  ///   - taken: Number of values to skip.
  public init(seed: UInt64, stream: UInt64 = 0, taken: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
    self.taken = taken
  }

  /// Returns the next 64 random bits.
  ///
  /// - Returns: All values are equally likely.
  public mutating func next() -> UInt64 {
    let block = Self.block(counter: (taken >> 1, stream), key: seed)
    let value =
      taken & 1 == 0
      ? UInt64(block.0) | UInt64(block.1) << 32
      : UInt64(block.2) | UInt64(block.3) << 32
    taken &+= 1
    return value
  }

  /// Returns a number in (0, 1], a multiple of 2^-53.
  ///
  /// - Returns: Never 0, so its logarithm is finite.
  public mutating func unit() -> Double {
    (Double(next() >> 11) + 1) * 0x1p-53
  }

  /// Returns two independent standard normal numbers (Box and Muller, 1958); takes two values.
  public mutating func normalPair() -> (Double, Double) {
    let radius = (-2 * log(unit())).squareRoot()
    let angle = 2 * Double.pi * unit()
    return (radius * cos(angle), radius * sin(angle))
  }

  /// Returns a number in `0 ..< bound` without bias (Lemire's method, as Swift's own).
  ///
  /// - Parameter bound: At least 1.
  public mutating func below(_ bound: Int) -> Int {
    Int(next(upperBound: UInt64(max(1, bound))))
  }

  /// Returns `0 ..< count` in random order (Fisher and Yates).
  ///
  /// - Parameter count: At least 0.
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<max(0, count))
    var last = order.count - 1
    while last > 0 {
      order.swapAt(last, below(last + 1))
      last -= 1
    }
    return order
  }

  /// Returns which `wanted` of `total` things a seed chooses, in order; all where there are fewer.
  ///
  /// Real images are chosen so for every evaluation: the first ones may all be of one class.
  ///
  /// - Parameters:
  ///   - wanted: How many.
  ///   - total: How many there are.
  ///   - seed: Chooses them.
  /// - Returns: Numbers from `0 ..< total`, ascending.
  public static func choice(of wanted: Int, from total: Int, seed: UInt64) -> [Int] {
    guard wanted < total else { return Array(0..<max(0, total)) }
    var random = RandomStream(seed: seed, stream: 0x6576_616C)
    return random.permutation(of: total).prefix(max(0, wanted)).sorted()
  }

  /// Returns one block of Philox4x32 with 10 rounds.
  ///
  /// - Parameters:
  ///   - counter: 128 bits, low half first.
  ///   - key: 64 bits.
  /// - Returns: Four 32-bit words.
  package static func block(
    counter: (UInt64, UInt64),
    key: UInt64
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1) = (UInt32(truncatingIfNeeded: counter.0), UInt32(counter.0 >> 32))
    var (c2, c3) = (UInt32(truncatingIfNeeded: counter.1), UInt32(counter.1 >> 32))
    var (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
    for _ in 0..<10 {
      let (high0, low0) = (0xD251_1F53 as UInt32).multipliedFullWidth(by: c0)
      let (high1, low1) = (0xCD9E_8D57 as UInt32).multipliedFullWidth(by: c2)
      (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }
}
