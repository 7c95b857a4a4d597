// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch

extension Game {
  /// Everything that the last step gave, one observation a game.
  func observations() -> [GameObservation] {
    games.map { GameObservation(game: $0, observation: observation($0).inSinglePrecision) }
  }

  /// The names of the games that are played, in their order; nil alone where there is one.
  public var games: [String?] {
    let named = Set(players.compactMap(\.id.game)).sorted()
    return named.isEmpty ? [nil] : named
  }

  private func observation(_ game: String?) -> Observation {
    var result = Observation(step: step)
    let judging = records.filter { $0.phase.side == .discriminator }
    result.addDiscriminator(judging, game)
    result.addGenerator(records.filter { $0.phase.side == .generator }, game)
    for (signal, value) in task.observations { result[signal] = value }
    let scores = judging.flatMap(\.scores).filter { $0.game == game }
    if !scores.isEmpty { result.add(scores, boundary: task.decisionBoundary) }
    let sides: [(Side, norm: Signal, rate: Signal)] = [
      (.generator, .gradientNormGenerator, .learningRateGenerator),
      (.discriminator, .gradientNormDiscriminator, .learningRateDiscriminator),
    ]
    for (side, norm, _) in sides {
      let norms = records.flatMap(\.norms)
        .filter { $0.player.side == side && ($0.player.game ?? game) == game }.flatMap(\.norms)
      guard !norms.isEmpty else { continue }
      result[norm] = norms.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    for (side, _, rate) in sides {
      let player = players.on(side).first { ($0.id.game ?? game) == game }
      if let player { result[rate] = player.optimizer.learningRate }
    }
    result[.imagesSeen] = Double(imagesSeen)
    return result
  }
}

extension Observation {
  /// Losses and penalties of the discriminators' moves; the total is the sum of all penalties.
  fileprivate mutating func addDiscriminator(_ records: [PhaseRecord], _ game: String?) {
    guard let adversarial = records.sum(.adversarial, game) else { return }
    let penalty = records.sum(.penalty, game)
    self[.lossDiscriminator] =
      adversarial + (penalty ?? 0) + (records.sum(.reconstruction, game) ?? 0)
    self[.lossDiscriminatorAdversarial] = adversarial
    if let penalty { self[.penalty] = penalty }
    addNamed(records, game)
  }

  /// Losses of the generators' moves; the adversarial part stands by itself where there is another.
  fileprivate mutating func addGenerator(_ records: [PhaseRecord], _ game: String?) {
    let parts: [Term.Kind] = [.adversarial, .penalty, .reconstruction]
    let sums = parts.compactMap { records.sum($0, game) }
    guard !sums.isEmpty else { return }
    self[.lossGenerator] = sums.dropFirst().reduce(sums[0], +)
    if sums.count > 1, let adversarial = records.sum(.adversarial, game) {
      self[.lossGeneratorAdversarial] = adversarial
    }
    if let reconstruction = records.sum(.reconstruction, game) {
      self[.lossGeneratorReconstruction] = reconstruction
    }
    addNamed(records, game)
  }

  private mutating func addNamed(_ records: [PhaseRecord], _ game: String?) {
    for value in records.flatMap(\.values) where (value.game ?? game) == game {
      if let signal = value.signal { self[signal] = (self[signal] ?? 0) + value.value }
    }
  }

  /// Scores of one discriminator, or of all that judge the game.
  fileprivate mutating func add(_ scores: [PhaseRecord.GameScores], boundary: Double?) {
    let reals = scores.flatMap(\.real)
    let fakes = scores.flatMap(\.fake)
    let real = ScoreSummary(reals, boundary: boundary)
    let fake = ScoreSummary(fakes, boundary: boundary)
    if !reals.isEmpty {
      self[.scoresReal] = real.mean
      self[.scoresRealDeviation] = real.deviation
    }
    if !fakes.isEmpty {
      self[.scoresFake] = fake.mean
      self[.scoresFakeDeviation] = fake.deviation
    }
    guard !reals.isEmpty, !fakes.isEmpty, let above = real.fractionAbove,
      let fakeAbove = fake.fractionAbove
    else { return }
    self[.accuracyReal] = above
    self[.accuracyFake] = 1 - fakeAbove
    self[.accuracy] = (above + 1 - fakeAbove) / 2
    self[.signsReal] = 2 * above - 1
  }
}
