// SPDX-License-Identifier: Apache-2.0

/// The reconstruction gets worse while the game may look fine.
///
/// Paired tasks, codecs and tokenizers live by their reconstruction. Its level (a median over an
/// eighth of the run) has risen above its own best and stayed there: by half is a warning, threefold is
/// critical. By a fifth is a notice: a discriminator that comes into play costs 10 to 50 % for a while
/// (`LevelHistory.rise` forgets a rise that has been made good). Over the healthy paired runs that are
/// scored (four published, seven cases), live at every row, the rise is at most 1.39. Wrong where the
/// weight of the term itself is changed in the course of a run.
struct ReconstructionFailing: Detector {
  static let info = DetectorInfo(
    guide: .reconstructionFailing,
    glances: [.lossGeneratorReconstruction],
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  static let notice = 1.2
  static let warning = Threshold.above(
    1.5,
    clears: 1.2,
    unit: "x its best level",
    source: "distribution: at most 1.39 over healthy paired runs, live; VQGAN issues: 0.15 to 0.4"
  )
  static let critical = 3.0
  /// Evaluations on held-out data that say more than the term.
  private static let evaluations = 3

  private var history = LevelHistory()
  private var rise: LevelHistory.Rise?
  /// Where the rise began when it was told first.
  private var onset = 0
  private var verdict = Verdict.insufficient(.tooYoung)
  /// Sessions begun anew so far: what was before them is of another run.
  private var sessions = 0

  mutating func observe(_ run: RunView) -> Verdict {
    if run.facts.begunAnew != sessions {
      sessions = run.facts.begunAnew
      history = LevelHistory()
      verdict = .insufficient(.tooYoung)
    }
    guard let value = run.value(.lossGeneratorReconstruction) else { return verdict }
    guard history.add(value, step: run.step) else { return verdict }
    verdict = judge(run)
    return verdict
  }

  private var isPresent: Bool {
    if case .present = verdict { true } else { false }
  }

  private mutating func judge(_ run: RunView) -> Verdict {
    guard history.count >= LevelHistory.fewest else { return .insufficient(.tooYoung) }
    guard let rise = history.rise(isKnown: isPresent), rise.factor >= Self.notice else {
      return .clear
    }
    if !isPresent { onset = rise.onset }
    self.rise = rise
    guard Self.warning.holds(rise.factor) else { return .present(.notice, confidence: 0.6) }
    // An error on held-out data that is as good as ever says that the term was only weighed anew.
    if let entry = run.metrics.entry(.metricReconstruction), entry.count >= Self.evaluations,
      RunView.fine.holds(entry.recentRatio)
    {
      return .present(.notice, confidence: 0.6)
    }
    return .present(rise.factor > Self.critical ? .critical : .warning, confidence: 0.85)
  }

  func describe(_ run: RunView) -> Description {
    let rise = rise ?? LevelHistory.Rise(level: 0, best: 0, bestStep: 0, onset: run.step)
    return Description(
      "The reconstruction has become \(rise.factor.text) times as bad as at step \(rise.bestStep) "
        + "(\(rise.best.text), now \(rise.level.text)) and stays there, whatever the game looks like.",
      side: .generator,
      basis: .losses,
      evidence: [
        Self.warning.evidence(
          "reconstruction loss",
          signal: .lossGeneratorReconstruction,
          rise.factor
        )
      ],
      clearedBy: "A reconstruction loss within 20 % of its best level.",
      onset: onset
    )
  }
}

extension Symptom {
  /// The reconstruction gets worse.
  public static let reconstructionFailing = Symptom("reconstructionFailing")
}

extension SymptomGuide {
  static let reconstructionFailing = SymptomGuide(
    .reconstructionFailing,
    title: "a failing reconstruction",
    absence: "The reconstruction is about as good as it ever was.",
    log: [.lossGeneratorReconstruction],
    meaning:
      "What the generator has to reproduce comes out worse than before and does not recover: the "
      + "adversarial part costs more than it gives, or one half of a pair is lost. Calm adversarial "
      + "losses don't show it.",
    measurement:
      "The level over an eighth of the run \(ReconstructionFailing.warning.words), by more than five "
      + "standard errors, and stays; threefold is critical, a fifth a notice.",
    limits: ["reconstruction": ReconstructionFailing.warning],
    caveat:
      "A rise at the discriminator's start that is made good again is no fault and leaves no finding. "
      + "Wrong where the weight of the term is changed during the run.",
    sources: [
      "CompVis/taming-transformers#44, #93; CompVis/latent-diffusion#350: 0.15 to 0.4 at the start",
      "junyanz/pytorch-CycleGAN-and-pix2pix#1599",
    ],
    gravity: .failure,
    causeClass: .dynamics,
    stopAdvice:
      "The reconstruction has been worse for an eighth of the run; go back to a checkpoint.",
    effects: .these([.metricRegression, .stagnation]),
    causes: [.discriminatorDominates, .adversarialWeightOutOfRange, .featureMatchingExplosion],
    remedies: [
      Remedy.rollBack, Remedy.weighAdversarialLess, Remedy.startDiscriminatorLater,
      Remedy.lowerDiscriminatorRate,
    ]
  )
}
