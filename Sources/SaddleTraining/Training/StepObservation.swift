// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension Observation {
  /// What the monitor reads of a step.
  ///
  /// - Parameters:
  ///   - record: The step.
  ///   - step: Its number.
  ///   - boundary: The score above which a sample counts as real, where the objective has one.
  init(_ record: StepRecord, step: Int, boundary: Double?) {
    self.init(step: step)
    let penalty = record.penalties.reduce(0) { $0 + $1.value }
    self[.lossDiscriminator] = record.discriminatorLoss + penalty
    self[.lossDiscriminatorAdversarial] = record.discriminatorLoss
    self[.lossGenerator] = record.generatorPenalties.reduce(record.generatorLoss) { $0 + $1.value }
    for (signal, value) in record.penalties + record.generatorPenalties {
      self[signal] = (self[signal] ?? 0) + value
    }
    for (signal, value) in record.transforms { self[signal] = value }
    let real = ScoreSummary(record.realScores, boundary: boundary)
    let fake = ScoreSummary(record.fakeScores, boundary: boundary)
    self[.scoresReal] = real.mean
    self[.scoresFake] = fake.mean
    self[.scoresRealDeviation] = real.deviation
    self[.scoresFakeDeviation] = fake.deviation
    if let above = real.shareAbove, let fakeAbove = fake.shareAbove {
      self[.accuracyReal] = above
      self[.accuracyFake] = 1 - fakeAbove
      self[.accuracy] = (above + 1 - fakeAbove) / 2
      self[.signsReal] = 2 * above - 1
    }
    add(norms: record.generatorNorms, .gradientNormGenerator)
    add(norms: record.discriminatorNorms, .gradientNormDiscriminator)
  }

  private mutating func add(norms: [Float], _ signal: Signal) {
    guard !norms.isEmpty else { return }
    self[signal] = norms.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}

/// Mean, spread and share above the decision point of a batch of scores.
struct ScoreSummary: Equatable {
  var mean: Double
  /// Population standard deviation.
  var deviation: Double
  /// Nil where the objective has no decision point.
  var shareAbove: Double?

  init(_ scores: [Float], boundary: Double?) {
    let count = Double(max(1, scores.count))
    var sum = 0.0
    var above = 0.0
    for score in scores {
      sum += Double(score)
      if let boundary, Double(score) > boundary { above += 1 }
    }
    let mean = sum / count
    var squares = 0.0
    for score in scores { squares += (Double(score) - mean) * (Double(score) - mean) }
    self.mean = mean
    self.deviation = (squares / count).squareRoot()
    self.shareAbove = boundary == nil ? nil : above / count
  }
}
