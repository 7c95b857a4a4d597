// SPDX-License-Identifier: Apache-2.0

/// Where the game stands, in units of the objective.
extension RunView {
  /// Observations before a level means anything: the first ones always look odd.
  static let warmUp = 40

  /// Steps between the first observation and the present one.
  ///
  /// As a `Double`: a log may hold any step, and a difference of two can be more than an `Int`
  /// takes.
  var length: Double { Double(step) - Double(firstStep) }

  /// Steps since another step; at most what an `Int` takes.
  func steps(since other: Int) -> Int {
    let (difference, overflow) = step.subtractingReportingOverflow(other)
    return overflow ? .max : difference
  }

  /// The discriminator's loss over its ideal (geometric mean over a window), or nil where the
  /// objective has no ideal or the run is too young.
  public var lossRatio: Double? { ratio(track(.logDiscriminatorLoss).slow) }

  /// The same over the last 16 values or so.
  public var recentLossRatio: Double? { ratio(track(.logDiscriminatorLoss).fast) }

  /// The same over the last quarter of a run of fewer than four windows: what a short log says that
  /// was lost half-way, whose mean over a window is one over nearly the whole run.
  public var settledLossRatio: Double? {
    let track = track(.logDiscriminatorLoss)
    guard track.count < 4 * window, let level = track.history.mean(in: 0.75...1) else {
      return lossRatio
    }
    return ratio(level)
  }

  private func ratio(_ logarithm: Double) -> Double? {
    guard let ideal = objective.idealDiscriminatorLoss, ideal > 0,
      track(.logDiscriminatorLoss).count >= Self.warmUp, objective.confidence >= 0.5
    else { return nil }
    return Mathematics.e(logarithm) / ideal
  }

  /// Mean over geometric mean of the discriminator's loss: 1 for a steady loss, above 1.3 for one
  /// that lies low and leaps.
  public var lossSurprise: Double {
    let mean = track(.discriminatorLoss).slow
    let geometric = Mathematics.e(track(.logDiscriminatorLoss).slow)
    return geometric > 0 ? mean / geometric : 1
  }

  /// Shares of real and fake samples that the discriminator gets right, averaged over a window.
  public var accuracies: (real: Double, fake: Double)? {
    let real = track(.accuracyReal)
    let fake = track(.accuracyFake)
    guard real.count >= Self.warmUp, fake.count >= Self.warmUp else { return nil }
    return (real.slow, fake.slow)
  }

  static let fine = Threshold.below(
    1.15,
    unit: "x its best",
    source: "evaluations of one model differ by less than 10 % (FID of 10,000 samples)"
  )

  /// Whether a sample metric says that the samples are as good as ever.
  ///
  /// Losses off their equilibrium are no fault then: large hinge GANs train best with a
  /// discriminator loss near zero.
  public var samplesAreFine: Bool {
    guard let metric = metrics.primary, metric.count >= 3, metric.signal.judgesDistribution else {
      return false
    }
    return Self.fine.holds(metric.recentRatio)
  }

  /// The severity, at most a notice where the samples are fine.
  func tempered(_ severity: Severity) -> Severity {
    samplesAreFine ? .notice : capped(severity)
  }

  /// The severity, at most a warning where the objective is not certain.
  func capped(_ severity: Severity) -> Severity {
    objective.confidence < 0.8 ? Swift.min(severity, .warning) : severity
  }
}
