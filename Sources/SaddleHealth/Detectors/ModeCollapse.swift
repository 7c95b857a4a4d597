// SPDX-License-Identifier: Apache-2.0

/// The generator makes a few kinds of sample only.
///
/// With samples: the mean pairwise distance of fakes is below 70 % (warning) or 40 % (critical) of
/// that of real ones, or coverage or recall has fallen below half of its best and 0.3. Quality
/// alone does not see collapse: fully collapsed rings have 91-99 % good samples.
///
/// From losses alone only "consistent with collapse", never more than a warning, in two ways:
/// - the discriminator's loss lies near zero and leaps (mean over geometric mean above 1.3): it
///   knows everything the generator makes, and each new trick surprises it;
/// - the loss of an optimal discriminator measures the distance of the distributions: a generator
///   that covers a share `c` of the data leaves it at `r = 1 - JSD / ln 2` (logistic),
///   `2c / (1 + c)` (least squares) or `c` (hinge) of the ideal. A lasting level below 0.62, 0.45
///   or 0.38 is a warning of low confidence: blurred samples look the same.
/// Both abstain for paired tasks and give way to a sample metric that is as good as ever.
struct ModeCollapse: Detector {
  static let info = DetectorInfo(
    guide: .modeCollapse,
    quantities: [.diversity, .discriminatorLoss],
    glances: [.metricCoverage, .metricRecall, .metricModes],
    cadence: .everyObservation
  )

  /// Ratios of diversity for a warning and for a critical finding.
  static let warningRatio = 0.7
  static let criticalRatio = 0.4
  /// Factor on the limit of the loss where samples are as diverse as the data.
  static let diverse = 0.9

  private enum Sign: String, Codable {
    case none, diversity, metric, surprises, distance
  }

  private var sign = Sign.none
  private var ratio = 1.0
  private var evaluations = 0
  private var fallen = Number(0)
  private var highest = 0.0
  private var last = Verdict.insufficient(.tooYoung)

  mutating func observe(_ run: RunView) -> Verdict {
    if run.has(.diversity) { takeDiversity(run.track(.diversity).last) }
    guard run.count & 7 == 0 || run.has(.diversity) || run.present.intersects(MetricBook.signals)
    else { return last }
    last = judge(run)
    return last
  }

  private mutating func takeDiversity(_ value: Double) {
    evaluations += 1
    // Half a life of three evaluations.
    ratio = evaluations == 1 ? value : ratio + 0.25 * (value - ratio)
    highest = Swift.max(highest, ratio)
  }

  private mutating func judge(_ run: RunView) -> Verdict {
    if let verdict = judgeSamples(run) { return verdict }
    guard run.track(.discriminatorLoss).count > 0 else {
      return evaluations > 0 ? .clear : .insufficient(.missingSignals)
    }
    guard !run.isConditional, run.objective.idealDiscriminatorLoss != nil else {
      return evaluations > 0 ? .clear : .insufficient(.objective)
    }
    guard let lossRatio = run.lossRatio, let recent = run.recentLossRatio,
      run.countSinceEvent >= run.window
    else { return .insufficient(.tooYoung) }
    return judgeLosses(lossRatio, recent, run)
  }

  private mutating func judgeSamples(_ run: RunView) -> Verdict? {
    for metric in [Signal.metricCoverage, .metricRecall, .metricModes] {
      guard let entry = run.metrics.entry(metric), entry.count >= 4 else { continue }
      let isLow = metric == .metricModes || entry.last < 0.3
      if isLow, entry.recentRatio > 2 {
        sign = .metric
        fallen = Number(entry.last)
        highest = entry.best
        return .present(.critical, confidence: 0.9)
      }
    }
    guard evaluations >= 8 else { return nil }
    if ratio < Self.warningRatio {
      sign = .diversity
      // A young generator that is still spreading out has not collapsed.
      let isSpreading = ratio > 0.9 * highest && highest > 1.5 * (firstRatio(run) ?? ratio)
      let isCritical = ratio < Self.criticalRatio && !isSpreading
      return .present(isCritical ? .critical : .warning, confidence: 0.9)
    }
    return ratio < Self.warningRatio + 0.1 && sign == .diversity ? .fading : nil
  }

  private func firstRatio(_ run: RunView) -> Double? {
    run.track(.diversity).history.stretches.first?.mean
  }

  private mutating func judgeLosses(
    _ lossRatio: Double,
    _ recent: Double,
    _ run: RunView
  ) -> Verdict {
    if run.samplesAreFine { return .clear }
    if run.lossesSuggestCollapse {
      sign = .surprises
      return .present(.warning, confidence: 0.65)
    }
    guard let limit = limit(run) else { return .clear }
    if lossRatio < limit, recent < limit {
      sign = .distance
      return .present(.warning, confidence: 0.4)
    }
    return lossRatio < limit * 1.08 ? .fading : .clear
  }

  private func limit(_ run: RunView) -> Double? {
    let isDiverse = evaluations >= 8 && ratio > 0.85
    return run.objective.name?.collapsedLossRatio.map { isDiverse ? $0 * Self.diverse : $0 }
  }

  func describe(_ run: RunView) -> Description {
    switch sign {
    case .diversity, .none:
      return Description(
        "Fake samples differ from each other \((ratio * 100).text) % as much as real ones do: "
          + "the generator makes few kinds of sample.",
        side: .generator,
        basis: .samples,
        evidence: [
          Evidence(
            "diversity of fakes",
            signal: .diversityFake,
            ratio,
            .below,
            Self.warningRatio,
            unit: "x that of real samples"
          )
        ],
        clearedBy: "A diversity above 80 % of that of real samples."
      )
    case .metric:
      return Description(
        "Coverage of the data has fallen to \(fallen.text), from \(highest.text) at its best.",
        side: .generator,
        basis: .samples,
        evidence: [Evidence("coverage", fallen.value, .below, highest / 2)],
        clearedBy: "A coverage above half of its best."
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
        clearedBy: "A steady discriminator loss above 15 % of its ideal; samples would settle it."
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
      "Pairwise distance of fakes below 70 % / 40 % of that of reals, or coverage or recall "
      + "halved. From losses alone at most a warning, \"consistent with collapse\".",
    caveat: "Modes dropped evenly leave the pairwise distance as it is: coverage or FID see them.",
    sources: [
      "Lin et al., PacGAN, 2018, arXiv:1712.04086", "Srivastava et al., VEEGAN, 2017",
      "Arora and Zhang, 2017, arXiv:1706.08224",
    ],
    gravity: .failure,
    causeClass: .dynamics,
    effects: .these([.modeHopping, .metricRegression, .stagnation, .oscillation]),
    remedies: [
      Remedy.rollBack, Remedy.addR1, Remedy.pack, Remedy.useWassersteinPenalty,
      Remedy.addMinibatchDeviation,
    ]
  )
}
