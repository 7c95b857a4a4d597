// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension Game {
  /// Consensus optimisation: both players also descend `(gamma / 2) |v|^2`, v being both gradients.
  ///
  /// Differentiates through both gradients. Source: Mescheder et al., "The Numerics of GANs", 2017.
  func playConsensus(_ nextReal: () throws -> RealBatch) throws {
    let real = try nextReal()
    imagesSeen += rules.batchSize
    let fake = try generate()
    let realScores = try scores(real.samples, labels: real.labels)
    let fakeScores = try scores(fake.samples, labels: fake.labels)
    let losses = [
      try rules.loss.discriminatorLoss(real: realScores, fake: fakeScores).mean(),
      try rules.loss.generatorLoss(real: realScores, fake: fakeScores).mean(),
    ]
    let players = [discriminator, generator]
    var fields: [[Tensor]] = []
    for (player, loss) in zip(players, losses) {
      let weights = player.network.parameters().map(\.parameter.tensor)
      fields.append(try grad([loss], weights, createGraph: true))
    }
    var norm: Tensor?
    for gradient in fields.joined() {
      let square = try gradient.square().sum()
      norm = try norm.map { (norm) throws(TensorError) in try norm + square } ?? square
    }
    for player in players { try player.optimizer.zeroGradients() }
    if let norm, rules.consensus > 0, try norm.requiresGrad {
      try (norm * (rules.consensus / 2)).backward()
    }
    for (player, field) in zip(players, fields) {
      for ((_, parameter), gradient) in zip(player.network.parameters(), field) {
        let own = try gradient.detach()
        let common = try parameter.gradient
        try parameter.setGradient(
          common.map { (common) throws(TensorError) in try common + own } ?? own
        )
      }
    }
    try read(real: real, fake: fake, realScores: realScores, fakeScores: fakeScores, losses: losses)
    try updateBoth()
  }

  /// Notes losses, scores and gradient norms of updates that don't use the usual two passes.
  func read(
    real: RealBatch,
    fake: FakeBatch,
    realScores: Scores,
    fakeScores: Scores,
    losses: [Tensor]
  ) throws {
    var batch = PenaltyBatch(
      real: real.samples,
      fake: fake.samples,
      realScores: realScores,
      fakeScores: fakeScores,
      discriminate: { [self] (samples) throws(TensorError) in try scores(samples, labels: nil) },
      random: random
    )
    batch.step = step
    try readDiscriminator(batch, scalars: [losses[0].detach()])
    try readGenerator(fake: fake.samples, scores: fakeScores, scalars: [losses[1].detach()])
  }
}
