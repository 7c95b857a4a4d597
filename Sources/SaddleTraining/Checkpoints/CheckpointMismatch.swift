// SPDX-License-Identifier: Apache-2.0

import SaddleSettings

/// A checkpoint that is whole and holds something else than the configuration makes.
public struct CheckpointMismatch: Error, Sendable, CustomStringConvertible {
  /// The step of the set.
  public let step: Int
  /// What doesn't fit: `generator`, `optimizer.discriminator`, `ema`.
  public let part: String
  /// What is wrong with it, in the words of the tensors.
  public let cause: String

  /// One line.
  public var description: String {
    "checkpoint \(step) doesn't fit the configuration: \(part): \(cause)"
  }

  /// The same in the words of the configuration, where keys differ from the checkpoint's.
  ///
  /// - Parameter differences: Between the checkpoint's configuration and the one that was asked for.
  public func description(of differences: [ConfigurationDifference]) -> String {
    let serious = differences.filter { !$0.mayChangeOnResume }
    let own = serious.filter { $0.key.hasPrefix(part + ".") }
    // The average follows the generator, and everything follows the data's shape.
    let generator = serious.filter { part == "ema" && $0.key.hasPrefix("generator.") }
    let named = own.isEmpty ? (generator.isEmpty ? serious : generator) : own
    guard !named.isEmpty else { return description }
    let list = named.map { "\($0.key) \($0.new.yaml) (it has \($0.old.yaml))" }
    return "checkpoint \(step) can't go on with \(list.joined(separator: ", ")): what it holds of "
      + "\(part) has another form; leave that as it was, or start a run of its own"
  }
}
