// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// The end of a discriminator: features to a score, and what the class has to do with it.
public final class DiscriminatorHead: Module, ClassifyingDiscriminator {
  private let body: Module
  private let last: Linear
  private let embedding: Embedding?
  private let classifier: Linear?

  /// Creates a head.
  ///
  /// - Parameters:
  ///   - body: From samples to `[batch, features]` or `[batch, features, height, width]`, which is
  ///     summed over its places.
  ///   - features: How many features.
  ///   - conditioning: What the class has to do with the score.
  ///   - classes: How many classes.
  ///   - spectralNorm: Whether weights are divided by their largest singular value.
  ///   - bias: Whether the score has a bias.
  ///   - random: What initial weights are drawn from.
  public init(
    _ body: Module,
    features: Int,
    conditioning: DiscriminatorConditioning,
    classes: Int,
    spectralNorm: Bool,
    bias: Bool = false,
    using random: Random
  ) throws(TensorError) {
    self.body = body
    let last = try Linear(features, 1, bias: bias, using: random)
    try last.weight.initialize(.xavierUniform(), using: random)
    self.last = spectralNorm ? try last.spectrallyNormalized(using: random) : last
    if conditioning == .projection {
      let table = try Embedding(classes, features, using: random)
      try table.weight.initialize(.xavierUniform(), using: random)
      embedding = spectralNorm ? try table.spectrallyNormalized(using: random) : table
    } else {
      embedding = nil
    }
    classifier =
      conditioning == .auxiliaryClassifier
      ? try Linear(features, classes, using: random) : nil
    super.init()
    register(body, as: "body")
    register(self.last, as: "last")
    if let embedding { register(embedding, as: "embedding") }
    if let classifier { register(classifier, as: "classifier") }
  }

  /// Returns `[batch, 1]`; with projection the class must be known.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try forward(input, condition: Condition(), mode: mode)
  }

  /// Returns `w . h`, with projection `w . h + v[label] . h`.
  public override func forward(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> Tensor {
    try score(features(input, condition, mode), condition, mode)
  }

  /// Returns the score and, with an auxiliary classifier, the logits of the classes.
  public func judge(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> (scores: Tensor, classLogits: Tensor?) {
    let features = try features(input, condition, mode)
    return (
      try score(features, condition, mode), try classifier?(features, mode: mode)
    )
  }

  private func features(
    _ input: Tensor,
    _ condition: Condition,
    _ mode: Mode
  ) throws(TensorError) -> Tensor {
    let maps = try body(input, condition: condition, mode: mode)
    return try maps.shape.count > 2 ? maps.flattened(2).sum(2) : maps
  }

  private func score(
    _ features: Tensor,
    _ condition: Condition,
    _ mode: Mode
  ) throws(TensorError) -> Tensor {
    let score = try last(features, mode: mode)
    guard let embedding else { return score }
    let labels = try condition.needLabels("projection")
    return try score + (embedding(labels, mode: mode) * features).sum(1, keep: true)
  }
}
