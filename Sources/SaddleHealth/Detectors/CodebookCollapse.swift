// SPDX-License-Identifier: Apache-2.0

/// A quantizer uses ever fewer of its codes.
///
/// The perplexity of the codes (or the count or share in use) has fallen to a fifth of its own best
/// level and stays there (a warning), to a tenth (critical); or fewer than two codes are in use at
/// all, which carries no information. The size of the codebook is not needed. A use that is low from
/// the start and rises is a codebook being filled; one that is low because a batch has fewer positions
/// than there are codes is no fault, so a low level alone says nothing.
struct CodebookCollapse: Detector {
  static let info = DetectorInfo(
    guide: .codebookCollapse,
    glances: [.codebookPerplexity, .codebookUsage],
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  static let fall = Threshold.above(
    5,
    clears: 3,
    unit: "x below its best level",
    source: "theory: healthy codebooks use half of their codes or more; a fifth of that is 10 %"
  )
  static let critical = 10.0
  /// A perplexity below which there is one code.
  static let one = 2.0

  private var perplexity = LevelHistory()
  private var usage = LevelHistory()
  private var last: Double?
  private var fallen: LevelHistory.Rise?
  private var signal = Signal.codebookPerplexity
  private var verdict = Verdict.insufficient(.tooYoung)

  mutating func observe(_ run: RunView) -> Verdict {
    var isNew = false
    // The inverse rises where the use falls; 1e-9 stands for none.
    if let value = run.value(.codebookPerplexity), value.isFinite {
      last = value
      isNew = perplexity.add(1 / Swift.max(value, 1e-9), step: run.step)
    }
    if let value = run.value(.codebookUsage), value.isFinite {
      isNew = usage.add(1 / Swift.max(value, 1e-9), step: run.step) || isNew
    }
    if isNew { verdict = judge() }
    return verdict
  }

  private mutating func judge() -> Verdict {
    guard Swift.max(perplexity.count, usage.count) >= LevelHistory.fewest else {
      return .insufficient(.tooYoung)
    }
    for (history, signal) in [
      (perplexity, Signal.codebookPerplexity), (usage, .codebookUsage),
    ] {
      guard let fall = history.rise(), fall.factor > Self.fall.clears else { continue }
      fallen = fall
      self.signal = signal
      guard Self.fall.holds(fall.factor) else { return .fading }
      return .present(fall.factor > Self.critical ? .critical : .warning, confidence: 0.9)
    }
    if let level = perplexity.level, 1 / level < Self.one {
      fallen = nil
      signal = .codebookPerplexity
      return .present(.warning, confidence: 0.8)
    }
    return .clear
  }

  func describe(_ run: RunView) -> Description {
    let what = signal == .codebookPerplexity ? "perplexity" : "use"
    guard let fallen else {
      return Description(
        "The codebook has collapsed: a perplexity of \((last ?? 0).text) means fewer than two codes.",
        side: .generator,
        basis: .outputs,
        evidence: [
          Evidence("perplexity", signal: .codebookPerplexity, last ?? 0, .below, Self.one)
        ],
        clearedBy: "A perplexity above \(Self.one.text)."
      )
    }
    return Description(
      "The codebook collapses: its \(what) has fallen from \((1 / fallen.best).text) at step "
        + "\(fallen.bestStep) to \((1 / fallen.level).text).",
      side: .generator,
      basis: .outputs,
      evidence: [Self.fall.evidence("\(what) of the codebook", signal: signal, fallen.factor)],
      clearedBy: "A \(what) above a third of its best level.",
      onset: fallen.onset
    )
  }
}

extension Symptom {
  /// A quantizer uses ever fewer of its codes.
  public static let codebookCollapse = Symptom("codebookCollapse")
}

extension SymptomGuide {
  static let codebookCollapse = SymptomGuide(
    .codebookCollapse,
    title: "codebook collapse",
    absence: "The codebook is used as much as ever.",
    log: [.codebookPerplexity, .codebookUsage],
    meaning:
      "Ever fewer codes carry the whole data: the quantizer's other codes are never chosen, so they "
      + "are never moved either. Calm losses don't show it.",
    measurement:
      "Perplexity or use \(CodebookCollapse.fall.words), by more than noise and for an eighth of the "
      + "run; tenfold is critical; a perplexity below \(CodebookCollapse.one.text) always.",
    limits: ["perplexity or use": CodebookCollapse.fall],
    caveat: "A low use that rises is a codebook being filled and says nothing.",
    sources: ["ZhangXInFD/AudioDec#19", "Razavi et al. 2019, arXiv:1906.00446"],
    gravity: .failure,
    causeClass: .dynamics,
    stopAdvice:
      "Codes that are never chosen are never moved; go back to a checkpoint or revive them.",
    effects: .these([.reconstructionFailing, .metricRegression, .stagnation]),
    remedies: [Remedy.reviveCodes, Remedy.rollBack]
  )
}
