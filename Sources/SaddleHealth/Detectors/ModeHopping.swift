// SPDX-License-Identifier: Apache-2.0

/// The generator moves from mode to mode instead of covering them.
///
/// At each time its samples are too much alike, and the generator's loss falls when it has moved on and
/// rises when the discriminator has followed: the fast average crosses the slow one again and again. A loss that merely drifts in one direction does not count.
struct ModeHopping: Detector {
  static let info = DetectorInfo(
    guide: .modeHopping,
    quantities: [.diversity]
  )

  static let swing = Threshold.above(
    0.15,
    unit: "x its level",
    source: "ours: a loss that swings by less than a batch's noise does not count"
  )
  static let restless = Threshold.above(
    5,
    unit: "swings within four windows",
    source: "ours: three turns; no healthy scored run fires it (make score)"
  )
  /// Windows in which they are counted.
  private static let windows = 4
  /// Diversity of samples that are one and the same: that is a collapse.
  private static let collapsed = 0.02

  private var ratio = 0.0
  private var isAbove: Bool?
  /// Observation counts of the last six crossings.
  private var crossings: [Int] = []

  mutating func observe(_ run: RunView) -> Verdict {
    let diversity = run.track(.diversity)
    let loss = run.track(.generatorLoss)
    guard diversity.count > 0, loss.count > 0 else { return .insufficient(.missingSignals) }
    guard diversity.count >= VarietyBook.fewest, loss.count >= run.window else {
      return .insufficient(.tooYoung)
    }
    ratio = diversity.fast
    let level = Swift.max(run.objective.idealGeneratorLoss?.magnitude ?? 0, loss.slow.magnitude)
    let distance = loss.fast - loss.slow
    if Self.swing.holds(distance.magnitude / level), isAbove != (distance > 0) {
      isAbove = distance > 0
      crossings.append(run.count)
      if Self.restless.holds(Double(crossings.count - 1)) { crossings.removeFirst() }
    }
    let isRestless =
      Self.restless.holds(Double(crossings.count))
      && run.count - (crossings.first ?? 0) < Self.windows * run.window
    guard isRestless else { return .clear }
    if VarietyBook.low.holds(ratio), ratio > Self.collapsed, !run.variety.isRising {
      return .present(.warning, confidence: 0.5)
    }
    return VarietyBook.low.isGone(ratio) ? .clear : .fading
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "Samples are alike at each time (\((ratio * 100).text) % of the real diversity) while the "
        + "generator's loss goes up and down: it moves from mode to mode.",
      side: .generator,
      basis: .samples,
      evidence: [
        VarietyBook.low.evidence("diversity of fakes", signal: .diversityFake, ratio),
        Self.restless.evidence(
          "slow swings of the generator loss",
          signal: .lossGenerator,
          Double(crossings.count)
        ),
      ],
      clearedBy: "A diversity \(VarietyBook.low.clearingWords), or a steady generator loss."
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
      "Diversity within a batch \(VarietyBook.low.words) while the generator's loss swings slowly, "
      + "\(ModeHopping.swing.words), \(ModeHopping.restless.words).",
    limits: [
      "diversity of fakes": VarietyBook.low, "swing of the generator loss": ModeHopping.swing,
      "count of swings": ModeHopping.restless,
    ],
    caveat: "Needs the diversity of batches.",
    sources: ["Metz et al., Unrolled GAN, 2017, arXiv:1611.02163"],
    gravity: .danger,
    causeClass: .dynamics,
    remedies: [Remedy.addR1, Remedy.halveLearningRates, Remedy.averageWeights, Remedy.pack]
  )
}
