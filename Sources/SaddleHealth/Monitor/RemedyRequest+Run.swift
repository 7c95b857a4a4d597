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
  }

  /// The geometric mean of a norm whose decades were followed.
  private static func norm(_ track: Track) -> Double? {
    track.count >= RunView.warmUp ? Mathematics.e(track.slow * 2.302585092994046) : nil
  }
}
