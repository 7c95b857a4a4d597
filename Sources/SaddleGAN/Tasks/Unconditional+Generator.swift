// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
package import SaddleTorch

extension Unconditional {
  /// The generator's loss: at the fakes that the discriminator has judged, or at new ones.
  func generatorTerms(_ real: RealBatch?, _ round: Round) throws -> Terms {
    let due = rules.regularizers.filter { (round.step - 1) % $0.interval == 0 }
    let asksLatents = due.contains { $0.inputs.contains(.latents) }
    let given = shared
    shared = nil
    let fake =
      if let given, !asksLatents { given } else {
        try generate(round, requiringGrad: asksLatents)
      }
    let fakeScores = try scores(fake.samples, labels: fake.labels, round)
    var realScores: Scores?
    if let real, type(of: rules.loss).generatorReadsReal {
      realScores = try noGrad { () throws(TensorError) in
        try scores(real.samples, labels: real.labels, round)
      }
    }
    let loss = try generatorLoss(real: realScores, fake: fakeScores)
    var terms = [Term("adversarial", .adversarial, loss)]
    let batch = GeneratorBatch(
      fake: fake,
      fakeScores: fakeScores,
      real: real,
      realScores: realScores,
      generate: { [self] (latents) throws(TensorError) in
        try generate(latents, labels: fake.labels, round)
      },
      discriminate: { [self] (samples) throws(TensorError) in
        try scores(samples, labels: fake.labels, round)
      },
      network: try round.players.player(.generator).network,
      step: round.step,
      random: round.random
    )
    for regularizer in due {
      guard let penalty = try regularizer.generatorPenalty(batch) else { continue }
      let value = try penalty.scaled(by: regularizer.interval)
      terms.append(Term(regularizer.id, .penalty, value, signal: regularizer.signal))
    }
    return described(terms, fake: fake.samples, fakeScores)
  }

  private func described(_ terms: [Term], fake: Tensor, _ scores: Scores) -> Terms {
    Terms(
      terms,
      checks: [
        Terms.Check(NonFinite.Place(.generator), "output", fake),
        Terms.Check(
          NonFinite.Place(.discriminator),
          "scores of the fake batch",
          scores.tensor
        ),
      ]
    )
  }

  /// The mean loss of the generator, over its best-scored samples where `topK` says so.
  package func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    guard rules.topK < 1 else { return try rules.loss.generatorLoss(real: real, fake: fake).mean() }
    let count = try fake.tensor.shape[0]
    let kept = max(1, min(count, Int((Double(count) * rules.topK).rounded())))
    let means = try fake.tensor.shape.count == 1 ? fake.tensor : fake.tensor.mean(1)
    let indices = try means.detach().top(kept).indices
    let loss = try rules.loss.generatorLoss(real: real, fake: fake)
    return try loss.gathered(at: indices).mean()
  }

  /// Both plain losses at the same samples, with graphs through both networks.
  public func plainTerms(
    _ phases: [Phase],
    _ batch: RealBatch,
    _ round: Round
  ) throws -> [Terms] {
    let fake = try shared ?? generate(round)
    shared = fake
    var realScores: Scores?
    if phases.contains(where: { $0.side == .discriminator })
      || type(of: rules.loss).generatorReadsReal
    {
      realScores = try scores(batch.samples, labels: batch.labels, round)
    }
    let fakeScores = try scores(fake.samples, labels: fake.labels, round)
    return try phases.map { phase in
      guard phase.side == .discriminator, let realScores else {
        let loss = try rules.loss.generatorLoss(real: realScores, fake: fakeScores).mean()
        let terms = [Term("adversarial", .adversarial, loss)]
        return described(terms, fake: fake.samples, fakeScores)
      }
      let loss = try rules.loss.discriminatorLoss(real: realScores, fake: fakeScores).mean()
      return described(
        [Term("adversarial", .adversarial, loss)],
        real: batch.samples,
        fake: fake.samples,
        realScores,
        fakeScores
      )
    }
  }
}
