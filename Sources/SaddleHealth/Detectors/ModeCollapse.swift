// SPDX-License-Identifier: Apache-2.0

/// The generator makes a few kinds of sample only.
///
/// With samples: the mean pairwise distance of fakes is low against that of real ones, and has fallen
/// from its own best or stopped rising for a third of the run (`VarietyBook`). Low and rising is a young
/// generator. Or coverage or recall has fallen far below its best. Quality alone does not see collapse:
/// fully collapsed rings have 91-99 % good samples.
///
/// From losses alone only a notice, "consistent with collapse", in two ways:
/// - the discriminator's loss lies near zero and leaps (mean over geometric mean above 1.3): it
///   knows everything the generator makes, and each new trick surprises it;
/// - the loss of an optimal discriminator measures the distance of the distributions: a generator
///   that covers a share `c` of the data leaves it at `r = 1 - JSD / ln 2` (logistic),
///   `2c / (1 + c)` (least squares) or `c` (hinge) of the ideal. A lasting level below 0.62, 0.45
///   or 0.38 is a notice: blurred samples, and healthy DCGANs, look the same.
/// Both abstain for paired tasks and large batches, and give way to a sample metric that is as good as
/// ever.
struct ModeCollapse: Detector {
  static let info = DetectorInfo(
    guide: .modeCollapse,
    quantities: [.diversity, .discriminatorLoss],
    glances: [.metricCoverage, .metricRecall, .metricModes],
    cadence: .everyObservation
  )

  static let severe = Threshold.below(
    0.4,
    unit: "% of that of real samples",
    scale: 100,
    source: "ours: far below the 70 % that 5 of 8 modes leave"
  )
  static let uncovered = Threshold.below(
    0.3,
    source: "ours: half of its best is a fall; so is this where the best was little"
  )
  static let halved = Threshold.above(
    2,
    unit: "x below its best",
    source: "ours: evaluations of one model differ by less than 10 %"
  )
  /// Where samples are as diverse as the data, and a low loss has to be lower still.
  private static let diversity = Threshold.above(
    0.85,
    unit: "% of that of real samples",
    scale: 100,
    source: "ours: well above the 70 % that 5 of 8 modes leave"
  )
  /// Where a low loss is released, over its limit.
  private static let release = 1.08
  /// Evaluations of coverage that are needed.
  private static let fewest = 4
  /// Factor on the limit of the loss where samples are as diverse as the data.
  static let diverse = 0.9
  /// Samples a batch from which on a low loss is everyday.
  ///
  /// BigGAN's batches of 256 to 2,048 train well at a fifth of the ideal (Brock et al. 2019,
  /// arXiv:1809.11096).
  static let largeBatch = 256

  private enum Sign: String, Codable {
    case none, diversity, metric, surprises, distance
  }

  private var sign = Sign.none
  private var fallen = Number(0)
  private var highest = 0.0
  private var last = Verdict.insufficient(.tooYoung)

  mutating func observe(_ run: RunView) -> Verdict {
    guard run.endsBlock || run.has(.diversity) || run.present.intersects(MetricBook.signals)
    else { return last }
    last = judge(run)
    return last
  }

  private mutating func judge(_ run: RunView) -> Verdict {
    let isSeen = run.variety.count >= VarietyBook.fewest
    if let verdict = judgeSamples(run) { return verdict }
    guard run.track(.discriminatorLoss).count > 0 else {
      return isSeen ? .clear : .insufficient(run.variety.count > 0 ? .tooYoung : .missingSignals)
    }
    guard !run.isConditional, (run.context.batchSize ?? 0) < Self.largeBatch,
      run.objective.idealDiscriminatorLoss != nil
    else { return isSeen ? .clear : .insufficient(.objective) }
    guard let lossRatio = run.lossRatio, let recent = run.recentLossRatio,
      run.countSinceEvent >= run.window
    else { return isSeen ? .clear : .insufficient(.tooYoung) }
    return judgeLosses(lossRatio, recent, run)
  }

  private mutating func judgeSamples(_ run: RunView) -> Verdict? {
    for metric in [Signal.metricCoverage, .metricRecall, .metricModes] {
      guard let entry = run.metrics.entry(metric), entry.count >= Self.fewest else { continue }
      let isLow = metric == .metricModes || Self.uncovered.holds(entry.last)
      if isLow, Self.halved.holds(entry.recentRatio) {
        sign = .metric
        fallen = Number(entry.last)
        highest = entry.best
        return .present(.critical, confidence: 0.9)
      }
    }
    let variety = run.variety
    guard variety.count >= VarietyBook.fewest else { return nil }
    if variety.isLow {
      sign = .diversity
      return .present(Self.severe.holds(variety.level) ? .critical : .warning, confidence: 0.9)
    }
    // A level that rises is no collapse, however low; else the alarm is released above its limit.
    let isGone = VarietyBook.low.isGone(variety.level) || variety.isRising
    return !isGone && sign == .diversity ? .fading : nil
  }

  private mutating func judgeLosses(
    _ lossRatio: Double,
    _ recent: Double,
    _ run: RunView
  ) -> Verdict {
    if run.samplesAreFine { return .clear }
    if run.lossesSuggestCollapse {
      sign = .surprises
      return .present(.notice, confidence: 0.5)
    }
    guard let limit = limit(run) else { return .clear }
    if lossRatio < limit, recent < limit {
      sign = .distance
      return .present(.notice, confidence: 0.3)
    }
    return lossRatio < limit * Self.release ? .fading : .clear
  }

  private func limit(_ run: RunView) -> Double? {
    let isDiverse =
      run.variety.count >= VarietyBook.fewest && Self.diversity.holds(run.variety.level)
    return run.objective.name?.collapsedLossRatio.map { isDiverse ? $0 * Self.diverse : $0 }
  }

  func describe(_ run: RunView) -> Description {
    switch sign {
    case .diversity, .none:
      let level = run.variety.level
      let course =
        run.variety.hasFallen
        ? "down from \((run.variety.highest * 100).text) % at step \(run.variety.highestStep)"
        : "and it no longer rises"
      return Description(
        "Fake samples differ from each other \((level * 100).text) % as much as real ones do, "
          + "\(course): the generator makes few kinds of sample.",
        side: .generator,
        basis: .samples,
        evidence: [
          VarietyBook.low.evidence("diversity of fakes", signal: .diversityFake, level)
        ],
        clearedBy: "A diversity \(VarietyBook.low.clearingWords), or one that rises."
      )
    case .metric:
      return Description(
        "Coverage of the data has fallen to \(fallen.text), from \(highest.text) at its best.",
        side: .generator,
        basis: .samples,
        evidence: [Evidence("coverage", fallen.value, .below, highest / Self.halved.fires)],
        clearedBy: "A coverage above its best over \(Self.halved.fires.text)."
      )
    case .surprises, .distance: return describeLosses(run)
    }
  }

  private func describeLosses(_ run: RunView) -> Description {
    let ratio = run.lossRatio ?? 0
    if sign == .surprises {
      return Description(
        "Consistent with mode collapse: the discriminator's loss lies at \((ratio * 100).text) % "
          + "of its ideal and leaps up from there.",
        side: .generator,
        basis: .losses,
        evidence: [
          Evidence(
            "discriminator loss (geometric mean)",
            signal: .lossDiscriminator,
            ratio,
            .below,
            RunView.collapseRatio,
            unit: "x ideal"
          ),
          Evidence(
            "mean over geometric mean",
            run.lossSurprise,
            .above,
            RunView.collapseSurprise
          ),
        ],
        clearedBy: "A steady discriminator loss; samples would settle it."
      )
    }
    let covered = run.objective.coverage(ofLossRatio: ratio) ?? 1
    return Description(
      "Consistent with mode collapse: the discriminator's loss of \((ratio * 100).text) % of its "
        + "ideal is that of a generator that covers \((covered * 100).text) % of the data.",
      side: .generator,
      basis: .losses,
      evidence: [
        Evidence(
          "discriminator loss (geometric mean)",
          signal: .lossDiscriminator,
          ratio,
          .below,
          limit(run),
          unit: "x ideal"
        ),
        Evidence("share of the data that would give this loss", covered),
      ],
      clearedBy: "A discriminator loss that allows more than half; samples would settle it."
    )
  }
}

extension Symptom {
  /// The generator makes a few kinds of sample only.
  public static let modeCollapse = Symptom("modeCollapse")
}

extension SymptomGuide {
  static let modeCollapse = SymptomGuide(
    .modeCollapse,
    title: "mode collapse",
    absence: "Nothing points to a loss of variety.",
    log: [.diversityFake, .diversityReal],
    meaning: "The generator makes a few kinds of sample only, often good ones.",
    measurement:
      "Pairwise distance of fakes \(VarietyBook.low.words) (critical: \(ModeCollapse.severe.words)), "
      + "fallen from its own best or no longer rising, or coverage or recall "
      + "\(ModeCollapse.halved.words). From losses alone at most a notice, \"consistent with collapse\".",
    limits: [
      "diversity of fakes": VarietyBook.low, "diversity of fakes, critical": ModeCollapse.severe,
      "coverage or recall": ModeCollapse.uncovered,
      "the same against its best": ModeCollapse.halved,
    ],
    caveat: "Modes dropped evenly leave the pairwise distance as it is: coverage or FID see them.",
    sources: [
      "Lin et al., PacGAN, 2018, arXiv:1712.04086", "Srivastava et al., VEEGAN, 2017",
      "Arora and Zhang, 2017, arXiv:1706.08224",
    ],
    gravity: .failure,
    causeClass: .dynamics,
    effects: .these([.modeHopping, .metricRegression, .stagnation, .oscillation]),
    remedies: [
      Remedy.leaveSaturatingLoss, Remedy.addR1, Remedy.pack, Remedy.useWassersteinPenalty,
      Remedy.addMinibatchDeviation, Remedy.rollBack,
    ]
  )
}
