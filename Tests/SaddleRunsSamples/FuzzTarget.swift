// SPDX-License-Identifier: Apache-2.0

package import SaddleText

/// A format that is fuzzed: files to begin with, and what reads an input.
public struct FuzzTarget: Sendable {
  /// A promise that an input broke; a refusal of the input is none.
  public struct BrokenPromise: Error, CustomStringConvertible {
    /// What does not hold.
    public var description: String

    /// Creates a failure.
    public init(_ description: String) {
      self.description = description
    }
  }

  /// Its name: `csv`, `png`, `run.json`.
  public var format: String
  /// Whether its files are bytes and not text.
  public var isBinary: Bool
  /// Valid files, small ones.
  public var seeds: [[UInt8]]
  /// Makes inputs that changing bytes alone hardly reaches, such as right checksums around wrong
  /// content; half of all inputs are of these where there are any.
  package var craft: (@Sendable (inout SplitMix64) -> [UInt8])?
  /// Reads an input; throws `BrokenPromise`, and nothing for what is refused.
  public var read: @Sendable ([UInt8]) throws -> Void

  /// Creates a target.
  package init(
    _ format: String,
    isBinary: Bool,
    seeds: [[UInt8]],
    craft: (@Sendable (inout SplitMix64) -> [UInt8])? = nil,
    read: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.format = format
    self.isBinary = isBinary
    self.seeds = seeds
    self.craft = craft
    self.read = read
  }

  /// Bytes of an input at most: small ones are many.
  static let inputLimit = 1024

  /// Returns the next input.
  package func input(using random: inout SplitMix64) -> [UInt8] {
    if let craft, seeds.isEmpty || Bool.random(using: &random) { return craft(&random) }
    let seed = seeds.randomElement(using: &random) ?? []
    let other = seeds.randomElement(using: &random) ?? []
    return Mutator.mutate(
      seed,
      with: other,
      using: &random,
      limit: max(FuzzTarget.inputLimit, seed.count)
    )
  }

  /// A JSON document's seeds and reader: what the decoder refuses is refused.
  public static func json<Value: Decodable & SendableMetatype>(
    _ format: String,
    _ type: Value.Type,
    seeds: [String],
    decode: @escaping @Sendable ([UInt8]) throws -> Value,
    use: @escaping @Sendable (Value) throws -> Void
  ) -> FuzzTarget {
    FuzzTarget(format, isBinary: false, seeds: seeds.map { Array($0.utf8) }) { input in
      guard let value = try? decode(input) else { return }
      try use(value)
    }
  }
}
