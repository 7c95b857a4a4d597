// SPDX-License-Identifier: Apache-2.0

/// The loss scale of mixed precision has fallen to nothing: every step overflows.
///
/// A scaler halves its scale at each step whose gradients overflow half precision (65,504) and skips
/// that step. Below 1 even gradients that are not scaled up at all overflow: the run diverges, or the
/// scale has been halved because of NaNs in every step and training stands still.
struct LossScaleCollapse: Detector {
  static let info = DetectorInfo(
    guide: .lossScaleCollapse,
    glances: [.lossScale],
    cadence: .everyObservation,
    hold: .observations(4),
    release: .observations(8)
  )

  static let scale = Threshold.below(
    1,
    clears: 2,
    source: "theory: at 1 gradients are not scaled, and half precision ends at 65,504"
  )

  private var value = 0.0
  private var seen = 0

  /// Scales that are needed: the first ones are the scaler's search.
  private static let fewest = 8

  mutating func observe(_ run: RunView) -> Verdict {
    guard let next = run.value(.lossScale), next.isFinite else {
      return .insufficient(.missingSignals)
    }
    value = next
    seen += 1
    if Self.scale.holds(value), seen < Self.fewest { return .fading }
    return Self.scale.verdict(value, .critical, confidence: 0.9)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "The loss scale has fallen to \(value.text): gradients overflow half precision in every step, "
        + "and such steps are skipped.",
      side: .both,
      basis: .outputs,
      evidence: [Self.scale.evidence("loss scale", signal: .lossScale, value)],
      clearedBy: "A loss scale \(Self.scale.clearingWords)."
    )
  }
}

extension Symptom {
  /// The loss scale of mixed precision has fallen to nothing.
  public static let lossScaleCollapse = Symptom("lossScaleCollapse")
}

extension SymptomGuide {
  static let lossScaleCollapse = SymptomGuide(
    .lossScaleCollapse,
    title: "a collapsed loss scale",
    absence: "The loss scale is above 1.",
    log: [.lossScale],
    meaning:
      "Mixed precision has halved its loss scale again and again because gradients overflow. Each "
      + "such step is skipped, so the networks stand still while the step counter runs on.",
    measurement: "A loss scale \(LossScaleCollapse.scale.words) for four observations.",
    limits: ["loss scale": LossScaleCollapse.scale],
    caveat: "Only where the scale is logged.",
    sources: ["PyTorch, torch.amp.GradScaler: backoff 0.5, growth 2 every 2,000 steps"],
    gravity: .failure,
    causeClass: .environment,
    stopAdvice:
      "Every step is skipped, so going on trains nothing; mend the precision first.",
    effects: .these([.lossesStandStill, .stagnation, .nonFinite, .divergence, .notTrained]),
    remedies: [Remedy.leaveHalfPrecision, Remedy.halveLearningRates, Remedy.clipGradients]
  )
}
