// SPDX-License-Identifier: Apache-2.0

extension RemedyRequest {
  /// Gathers what a run shows about a finding.
  init(_ finding: Finding, _ run: RunView) {
    self.init(
      symptom: finding.symptom,
      context: run.context,
      objective: run.objective.name,
      bestStep: run.metrics.primary?.bestStep
    )
    isPaired = run.isConditional
    isFromTheStart = run.count > 0 && finding.firstStep <= run.firstStep
    onset = finding.firstStep
    if run.length > 0 {
      let share = (Double(finding.firstStep) - Double(run.firstStep)) / run.length
      rowsBefore = share * Double(run.count - 1)
    }
    generatorGradient = Self.norm(run.track(.logGradientGenerator))
    discriminatorGradient = Self.norm(run.track(.logGradientDiscriminator))
    adversarialWeight = run.recentRaw(.adversarialWeight)
    scalesLoss = run.knows(.lossScale)
    side = finding.side
    isIdle = finding.evidence.contains {
      $0.signal == .learningRateGenerator || $0.signal == .learningRateDiscriminator
    }
    takeRates(run.timeline)
  }

  /// What the log says of rates: one that never changed, and that nobody declared, is the setting itself.
  private mutating func takeRates(_ timeline: Timeline) {
    let generator = timeline.rate(of: .generator)
    let discriminator = timeline.rate(of: .discriminator)
    (earlierRate, otherRate) =
      side == .generator
      ? (generator?.highest, discriminator?.highest) : (discriminator?.highest, generator?.highest)
    func setting(_ declared: Double?, _ rate: LoggedRate?) -> Double? {
      guard declared == nil, let rate, rate.isConstant,
        !SettingRule.idleRate.holds(rate.present)
      else { return declared }
      return rate.present
    }
    context.generatorLearningRate = setting(context.generatorLearningRate, generator)
    context.discriminatorLearningRate = setting(context.discriminatorLearningRate, discriminator)
  }

  /// The geometric mean of a norm whose decades were followed.
  private static func norm(_ track: Track) -> Double? {
    track.count >= RunView.warmUp ? Mathematics.e(track.slow * 2.302585092994046) : nil
  }
}
