// SPDX-License-Identifier: Apache-2.0

/// The generator moves from mode to mode instead of covering them.
///
/// At each time its samples are too much alike (diversity below 70 % of the real one), and the
/// generator's loss falls when it has moved on and rises when the discriminator has followed: the
/// fast average crosses the slow one by 15 % of its level at least six times within four windows.
/// A loss that merely drifts in one direction does not count.
struct ModeHopping: Detector {
  static let info = DetectorInfo(
    guide: .modeHopping,
    quantities: [.diversity]
  )

  private var ratio = 0.0
  private var isAbove: Bool?
  /// Observation counts of the last six crossings.
  private var crossings: [Int] = []

  mutating func observe(_ run: RunView) -> Verdict {
    let diversity = run.track(.diversity)
    let loss = run.track(.generatorLoss)
    guard diversity.count > 0, loss.count > 0 else { return .insufficient(.missingSignals) }
    guard diversity.count >= 8, loss.count >= run.window else { return .insufficient(.tooYoung) }
    ratio = diversity.fast
    let level = Swift.max(run.objective.idealGeneratorLoss?.magnitude ?? 0, loss.slow.magnitude)
    let distance = loss.fast - loss.slow
    if distance.magnitude > 0.15 * level, isAbove != (distance > 0) {
      isAbove = distance > 0
      crossings.append(run.count)
      if crossings.count > 6 { crossings.removeFirst() }
    }
    let isRestless =
      crossings.count == 6 && run.count - (crossings.first ?? 0) < 4 * run.window
    guard isRestless else { return .clear }
    if VarietyBook.low.holds(ratio), ratio > 0.02, !run.variety.isRising {
      return .present(.warning, confidence: 0.5)
    }
    return ratio < 0.8 ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "Samples are alike at each time (\((ratio * 100).text) % of the real diversity) while the "
        + "generator's loss goes up and down: it moves from mode to mode.",
      side: .generator,
      basis: .samples,
      evidence: [
        Evidence("diversity of fakes", signal: .diversityFake, ratio, .below, 0.7),
        Evidence(
          "slow swings of the generator loss within four windows",
          signal: .lossGenerator,
          Double(crossings.count),
          .above,
          5
        ),
      ],
      clearedBy: "A diversity above 80 % of that of real samples, or a steady generator loss."
    )
  }
}

extension Symptom {
  /// The generator moves from mode to mode instead of covering them.
  public static let modeHopping = Symptom("modeHopping")
}

extension SymptomGuide {
  static let modeHopping = SymptomGuide(
    .modeHopping,
    title: "mode hopping",
    absence: "Samples are diverse, or the generator's loss is steady.",
    log: [.diversityFake, .diversityReal],
    meaning: "The generator moves from mode to mode instead of covering them.",
    measurement:
      "Low diversity within a batch while the generator's loss swings slowly by 15 % of its "
      + "level, six times within four windows.",
    caveat: "Needs the diversity of batches.",
    sources: ["Metz et al., Unrolled GAN, 2017, arXiv:1611.02163"],
    gravity: .danger,
    causeClass: .dynamics,
    remedies: [Remedy.addR1, Remedy.halveLearningRates, Remedy.averageWeights, Remedy.pack]
  )
}
