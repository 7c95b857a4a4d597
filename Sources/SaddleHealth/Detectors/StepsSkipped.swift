// SPDX-License-Identifier: Apache-2.0

/// The loss scaler leaves out step upon step: the networks stand still, whatever the losses show.
///
/// A scaler begins high (65,536 = 2^16) and halves with each overflow; 16 halvings bring it to 1. A
/// gradient that overflows unscaled isn't small, it isn't a number, and no scale will mend it. In
/// health one step in about 2,000 is skipped: that is how often scales are doubled for a trial.
struct StepsSkipped: Detector {
  static let info = DetectorInfo(
    guide: .stepsSkipped,
    hold: .none,
    release: .none,
    readsFacts: true
  )

  /// Loss scale at which steps are skipped for good.
  static let scale = Threshold.below(
    1,
    clears: 1,
    source: "a gradient that overflows unscaled is not finite"
  )
  /// A scale at which nothing is left to hope for.
  static let hopeless = 0x1p-10
  /// Steps skipped without a scale in the words.
  static let count = Threshold.above(
    32,
    unit: "skipped steps",
    source: "twice the 16 halvings from 65,536 to 1"
  )
  /// Share of the steps since the first one skipped.
  static let share = 0.5
  /// Steps without a skip after which the scaler has found its scale.
  ///
  /// - Source: `growth_interval` of torch.amp.GradScaler and `scale_window` of apex: 2,000.
  static let growthInterval = 2000

  private var tally = FactBook.Tally()
  private var steps = 0

  mutating func observe(_ run: RunView) -> Verdict {
    tally = run.facts[.skippedStep]
    guard tally.count > 0, let first = tally.first?.step ?? tally.last?.step else {
      return run.readsWords ? .clear : .insufficient(.noWords)
    }
    let last = tally.last?.step ?? first
    // A counter that went back has made no way since.
    steps = last > first ? Int(clamping: Steps.distance(last, first)) : 0
    let quiet = run.step > last ? Steps.distance(run.step, last) : 0
    if quiet >= Self.growthInterval { return .clear }
    if let lowest = tally.lowest, lowest < Self.hopeless {
      return .present(.critical, confidence: 0.95)
    }
    if let lowest = tally.lowest, Self.scale.holds(lowest) {
      return .present(.warning, confidence: 0.9)
    }
    let isMost = Double(tally.count) >= Self.share * Double(Swift.max(1, steps))
    if Self.count.holds(Double(tally.count)), isMost {
      return .present(.warning, confidence: 0.8)
    }
    return .clear
  }

  func describe(_ run: RunView) -> Description {
    var evidence = [Self.count.evidence("steps skipped for an overflow", Double(tally.count))]
    var scale = ""
    if let lowest = tally.lowest {
      evidence.append(Self.scale.evidence("lowest loss scale", lowest))
      scale = " and reduced its scale to \(lowest.text)"
    }
    return Description(
      "The loss scaler skipped \(tally.count) steps\(scale): the gradients overflow in half "
        + "precision, and skipped steps train nothing.",
      side: .both,
      basis: .outputs,
      evidence: evidence,
      clearedBy: "\(Self.growthInterval) steps without an overflow.",
      onset: tally.first?.step
    )
  }
}

extension Symptom {
  /// The loss scaler skips step upon step.
  public static let stepsSkipped = Symptom("stepsSkipped")
}

extension SymptomGuide {
  static let stepsSkipped = SymptomGuide(
    .stepsSkipped,
    title: "skipped steps",
    absence: "The log tells of no steps that were skipped for an overflow.",
    meaning:
      "Training in half precision scales the loss so that small gradients survive. Where gradients "
      + "overflow the step is left out and the scale halved. Overflow upon overflow means that a "
      + "gradient isn't finite: nothing is trained, and the scale runs towards zero.",
    measurement:
      "The lowest loss scale in the log's words \(StepsSkipped.scale.words), or "
      + "\(StepsSkipped.count.words) that are half of all steps. Critical where the scale falls "
      + "below 1/1,024.",
    limits: ["loss scale": StepsSkipped.scale, "skipped steps": StepsSkipped.count],
    caveat:
      "Some skipped steps at the beginning, and one in about 2,000 later, are the scaler at work. "
      + "Masked silently (no words) they can't be seen here.",
    sources: [
      "PyTorch, torch.amp.GradScaler", "NVIDIA apex", "lucidrains/stylegan2-pytorch issue 100",
    ],
    gravity: .failure,
    causeClass: .environment,
    stopAdvice:
      "Every step is skipped, so going on trains nothing; mend the precision first.",
    effects: .these([
      .stagnation, .neverLearned, .uninformativeEquilibrium, .accuracyAtChance, .nonFinite,
    ]),
    remedies: [Remedy.fullPrecision, Remedy.scalerForEachLoss, Remedy.halveLearningRates]
  )
}
