// SPDX-License-Identifier: Apache-2.0

package import SaddleTorch

// How samples are made and judged: latents, labels, transforms and packing.
extension Unconditional {
  /// Draws latents and labels and makes samples of them.
  func generate(_ round: Round, requiringGrad: Bool = false) throws(TensorError) -> FakeBatch {
    let shape = [rules.batchSize] + rules.latentShape
    var latents = try rules.latents.draw(shape, using: round.random, dtype: rules.dtype)
    if requiringGrad { latents = try latents.requiringGrad() }
    var labels: Tensor?
    if let classes = rules.classCount {
      labels = try round.random.integers([rules.batchSize], in: 0..<classes)
    }
    return FakeBatch(
      samples: try generate(latents, labels: labels, round),
      latents: latents,
      labels: labels
    )
  }

  /// Makes samples of given latents.
  func generate(
    _ latents: Tensor,
    labels: Tensor?,
    _ round: Round
  ) throws(TensorError) -> Tensor {
    try round.players.player(.generator).network(
      latents,
      condition: Condition(labels: labels),
      mode: .training
    )
  }

  /// Judges samples: transformed, packed, with the classes that they should have.
  package func scores(
    _ samples: Tensor,
    labels: Tensor?,
    _ round: Round
  ) throws(TensorError) -> Scores {
    var samples = samples
    for transform in rules.transforms {
      samples = try transform.apply(samples, step: round.step, using: round.random)
    }
    if rules.packing > 1 { samples = try samples.packed(rules.packing) }
    let condition = Condition(labels: rules.classCount == nil ? nil : labels)
    let network = try round.players.player(.discriminator).network
    if let network = network as? any ClassifyingDiscriminator {
      let verdict = try network.judge(samples, condition: condition, mode: .training)
      return try Scores(verdict.scores, classLogits: verdict.classLogits)
    }
    return try Scores(network(samples, condition: condition, mode: .training))
  }
}

extension Tensor {
  /// Puts each `count` samples side by side in the channels: `[b, c, ...]` to `[b / n, n c, ...]`.
  package func packed(_ count: Int) throws(TensorError) -> Tensor {
    let shape = try self.shape
    guard count > 0, shape.count > 1, shape[0] % count == 0 else {
      throw TensorError(
        .invalidArgument,
        "packing",
        shapes: [shape],
        cause: "a batch of \(shape.first ?? 0) can't be cut into packs of \(count)"
      )
    }
    return try reshaped([shape[0] / count, shape[1] * count] + shape.dropFirst(2))
  }
}
