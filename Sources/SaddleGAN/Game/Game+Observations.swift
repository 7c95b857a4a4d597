// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch

extension Game {
  /// Everything that the last step gave, one observation a game.
  func observations() -> [GameObservation] {
    let named = players.compactMap(\.id.game)
    let games: [String?] =
      named.isEmpty
      ? [nil]
      : named.indices.filter { named[..<$0].firstIndex(of: named[$0]) == nil }
        .map { named[$0] }
    return games.map { GameObservation(game: $0, observation: observation($0).inSinglePrecision) }
  }

  private func observation(_ game: String?) -> Observation {
    var result = Observation(step: step)
    for record in records where record.phase.side == .discriminator {
      result.addDiscriminator(record, game)
    }
    for record in records where record.phase.side == .generator {
      result.addGenerator(record, game)
    }
    for (signal, value) in task.observations { result[signal] = value }
    for record in records where record.phase.side == .discriminator {
      if let scores = record.scores.first(where: { $0.game == game }) {
        result.add(scores, boundary: task.decisionBoundary)
      }
    }
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
  /// Losses and penalties of a discriminator's move; the total is the sum of all its penalties.
  fileprivate mutating func addDiscriminator(_ record: PhaseRecord, _ game: String?) {
    guard let adversarial = record.sum(.adversarial, game) else { return }
    let penalty = record.sum(.penalty, game)
    self[.lossDiscriminator] =
      adversarial + (penalty ?? 0) + (record.sum(.reconstruction, game) ?? 0)
    self[.lossDiscriminatorAdversarial] = adversarial
    if let penalty { self[.penalty] = penalty }
    addNamed(record, game)
  }

  /// Losses of a generator's move; its adversarial part stands by itself where there is another.
  fileprivate mutating func addGenerator(_ record: PhaseRecord, _ game: String?) {
    let parts: [Term.Kind] = [.adversarial, .penalty, .reconstruction]
    let sums = parts.compactMap { record.sum($0, game) }
    guard !sums.isEmpty else { return }
    self[.lossGenerator] = sums.dropFirst().reduce(sums[0], +)
    if sums.count > 1, let adversarial = record.sum(.adversarial, game) {
      self[.lossGeneratorAdversarial] = adversarial
    }
    if let reconstruction = record.sum(.reconstruction, game) {
      self[.lossGeneratorReconstruction] = reconstruction
    }
    addNamed(record, game)
  }

  private mutating func addNamed(_ record: PhaseRecord, _ game: String?) {
    for value in record.values where (value.game ?? game) == game {
      if let signal = value.signal { self[signal] = (self[signal] ?? 0) + value.value }
    }
  }

  fileprivate mutating func add(_ scores: PhaseRecord.GameScores, boundary: Double?) {
    let real = ScoreSummary(scores.real, boundary: boundary)
    let fake = ScoreSummary(scores.fake, boundary: boundary)
    if !scores.real.isEmpty {
      self[.scoresReal] = real.mean
      self[.scoresRealDeviation] = real.deviation
    }
    if !scores.fake.isEmpty {
      self[.scoresFake] = fake.mean
      self[.scoresFakeDeviation] = fake.deviation
    }
    guard !scores.real.isEmpty, !scores.fake.isEmpty, let above = real.fractionAbove,
      let fakeAbove = fake.fractionAbove
    else { return }
    self[.accuracyReal] = above
    self[.accuracyFake] = 1 - fakeAbove
    self[.accuracy] = (above + 1 - fakeAbove) / 2
    self[.signsReal] = 2 * above - 1
  }
}
