// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension Unconditional {
  /// The discriminator's loss at a real batch and new fakes.
  func discriminatorTerms(_ real: RealBatch, _ round: Round) throws -> Terms {
    let fake =
      round.sharesFakes
      ? try generate(round) : try noGrad { () throws(TensorError) in try generate(round) }
    shared = round.sharesFakes ? fake : nil
    let due = rules.regularizers.filter { (round.step - 1) % $0.interval == 0 }
    let batch = try judge(real: real, fake: fake, due: due, round)
    let adversarial = try rules.loss.discriminatorLoss(
      real: batch.realScores,
      fake: batch.fakeScores
    ).mean()
    var terms = [Term("adversarial", .adversarial, adversarial)]
    for regularizer in due {
      guard let penalty = try regularizer.penalty(batch) else { continue }
      let value = try penalty.scaled(by: regularizer.interval)
      terms.append(Term(regularizer.id, .penalty, value, signal: regularizer.signal))
    }
    return described(terms, real: batch.real, fake: batch.fake, batch.realScores, batch.fakeScores)
  }

  /// What the monitor should see of both batches, and where to look for a non-finite number.
  func described(
    _ terms: [Term],
    real: Tensor,
    fake: Tensor,
    _ realScores: Scores,
    _ fakeScores: Scores
  ) -> Terms {
    Terms(
      terms,
      scores: [JudgedScores(real: realScores, fake: fakeScores)],
      checks: [
        Terms.Check(.data, "real batch", real),
        Terms.Check(NonFinite.Place(.generator), "output", fake),
        Terms.Check(
          NonFinite.Place(.discriminator),
          "scores of the real batch",
          realScores.tensor
        ),
        Terms.Check(
          NonFinite.Place(.discriminator),
          "scores of the fake batch",
          fakeScores.tensor
        ),
      ]
    )
  }

  private func judge(
    real: RealBatch,
    fake: FakeBatch,
    due: [any Regularizer],
    _ round: Round
  ) throws(TensorError) -> PenaltyBatch {
    let inputs = due.reduce(into: RegularizedInputs()) { $0.formUnion($1.inputs) }
    let realSamples =
      inputs.contains(.real) ? try real.samples.requiringGrad() : real.samples
    let fakeSamples =
      inputs.contains(.fake) ? try fake.samples.requiringGrad() : try fake.samples.detach()
    let (realScores, fakeScores) = try bothScores(
      RealBatch(realSamples, labels: real.labels),
      FakeBatch(samples: fakeSamples, latents: fake.latents, labels: fake.labels),
      joined: rules.joinsBatches && !inputs.contains(.real) && !inputs.contains(.fake),
      round
    )
    var batch = PenaltyBatch(
      real: realSamples,
      fake: fakeSamples,
      realScores: realScores,
      fakeScores: fakeScores,
      discriminate: { [self] (samples) throws(TensorError) in
        try scores(samples, labels: real.labels, round)
      },
      random: round.random
    )
    batch.origin = fake
    batch.realLabels = real.labels
    batch.discriminateFake = { [self] (samples) throws(TensorError) in
      try scores(samples, labels: fake.labels, round)
    }
    batch.generate = { [self] (latents) throws(TensorError) in
      try noGrad { () throws(TensorError) in try generate(latents, labels: fake.labels, round) }
    }
    batch.network = try round.players.player(.discriminator).network
    batch.step = round.step
    return batch
  }

  private func bothScores(
    _ real: RealBatch,
    _ fake: FakeBatch,
    joined isJoined: Bool,
    _ round: Round
  ) throws(TensorError) -> (real: Scores, fake: Scores) {
    guard isJoined else {
      return (
        try scores(real.samples, labels: real.labels, round),
        try scores(fake.samples, labels: fake.labels, round)
      )
    }
    var labels: Tensor?
    if let first = real.labels, let second = fake.labels {
      labels = try Tensor.concatenated([first, second])
    }
    let samples = try Tensor.concatenated([real.samples, fake.samples])
    let both = try scores(samples, labels: labels, round)
    let count = rules.batchSize / rules.packing
    return (
      try both.narrowed(start: 0, count: count), try both.narrowed(start: count, count: count)
    )
  }
}

extension Tensor {
  /// A lazy penalty stands for the steps that it skips.
  func scaled(by interval: Int) throws(TensorError) -> Tensor {
    interval > 1 ? try self * Double(interval) : self
  }
}
