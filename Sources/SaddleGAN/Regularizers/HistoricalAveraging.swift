// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
public import SaddleTorch

/// Holds both networks near the average of their own past: `weight * |w - mean of past w|^2`.
///
/// Source: Salimans et al., "Improved Techniques for Training GANs", 2016, section 3.3.
public final class HistoricalAveraging: Regularizer {
  /// Weight of the squared distance, in both losses.
  public var weight: Double
  /// Its section in the configuration.
  public var id: String { "historicalAveraging" }
  private var discriminator = Past()
  private var generator = Past()

  /// Its weight, which may change in a running game.
  public var controls: [Control] { [Control("weight", of: self, \.weight)] }

  /// Creates the penalty, which is nothing in its first step: there is no past yet.
  public init(weight: Double) {
    self.weight = weight
  }

  /// Returns the discriminator's term.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    guard let network = batch.network else { return nil }
    return try discriminator.term(network, weight)
  }

  /// Returns the generator's term.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? {
    try generator.term(batch.network, weight)
  }

  /// Both networks' averages and how many weights each is of.
  public func state() throws(TensorError) -> StateDictionary {
    var state = StateDictionary()
    for (prefix, past) in [("discriminator.", discriminator), ("generator.", generator)] {
      state[prefix + "count"] = try Tensor([Double(past.count)])
      for (index, mean) in past.means.enumerated() { state["\(prefix)\(index)"] = mean }
    }
    return state
  }

  /// Goes on from averages.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    discriminator = try Past(state.removingPrefix("discriminator."))
    generator = try Past(state.removingPrefix("generator."))
  }

  /// The running mean of one network's weights.
  private struct Past {
    var means: [Tensor] = []
    var count = 0

    init() {}

    init(_ state: StateDictionary) throws(TensorError) {
      guard let values: [Double] = try state["count"]?.array(), let count = values.first else {
        throw TensorError(
          .invalidArgument,
          "historicalAveraging",
          cause: "the checkpoint has no averages"
        )
      }
      self.count = Int(exactly: count) ?? 0
      var index = 0
      while let mean = state["\(index)"] {
        means.append(try mean.clone())
        index += 1
      }
    }

    /// Takes in the present weights and returns their distance from the mean of all before them.
    mutating func term(_ network: Module, _ weight: Double) throws(TensorError) -> Tensor? {
      let weights = network.parameters().map(\.parameter.tensor)
      var sum: Tensor?
      for (tensor, mean) in zip(weights, means) {
        let term = try (tensor - mean).square().sum()
        sum = try sum.map { (sum) throws(TensorError) in try sum + term } ?? term
      }
      count += 1
      var next: [Tensor] = []
      for (index, tensor) in weights.enumerated() {
        let present = try tensor.detach()
        let old = means.indices.contains(index) ? means[index] : present
        next.append(try (old + (present - old) / Double(count)).clone())
      }
      means = next
      return try sum.map { (sum) throws(TensorError) in try sum * weight }
    }
  }
}
