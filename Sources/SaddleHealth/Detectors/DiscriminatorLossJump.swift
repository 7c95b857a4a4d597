// SPDX-License-Identifier: Apache-2.0

/// The discriminator's loss leaps up and stays up after a long low: how late collapse begins.
///
/// Brock et al. (BigGAN) saw the loss near zero through good training and jump at collapse. Fires when
/// the fast average is far above the slow one, after the loss had been low for a window.
struct DiscriminatorLossJump: Detector {
  static let info = DetectorInfo(
    guide: .discriminatorLossJump,
    quantities: [.discriminatorLoss],
    hold: .observations(16)
  )

  static let leap = Threshold.above(
    0.25,
    unit: "x ideal",
    source: "ours: a quarter; no healthy scored run fires it (make score)"
  )
  static let lowBefore = Threshold.below(
    0.5,
    unit: "x ideal",
    source: "Brock et al., BigGAN, 2019, section 4.2: near zero through good training"
  )
  /// Where the last values must be: about the loss of a guess.
  static let up = Threshold.above(0.75, unit: "x ideal", source: "ours: half way from low to ideal")
  static let noise = Threshold.above(
    10,
    unit: "standard errors",
    source: "ours: ten, as errors of correlated values are a few times those of independent ones"
  )
  /// Difference of both averages, over the ideal, at which things are calm.
  static let calm = 0.1

  private var rise = 0.0
  private var low = 0.0
  private var error = 0.0
  private var lowSince: Int?
  private var isUp = false

  mutating func observe(_ run: RunView) -> Verdict {
    let track = run.track(.discriminatorLoss)
    guard track.count > 0 else { return .insufficient(.missingSignals) }
    guard let ideal = run.objective.idealDiscriminatorLoss else {
      return .insufficient(.objective)
    }
    guard let ratio = run.lossRatio, run.countSinceEvent > run.window else {
      return .insufficient(.tooYoung)
    }
    // The level is taken where things are calm, so that a leap does not raise its own bar.
    if !isUp, (track.fast - track.slow).magnitude < Self.calm * ideal {
      lowSince = Self.lowBefore.holds(ratio) ? lowSince ?? run.count : nil
      low = track.slow / ideal
      // The standard error of an average over 16 values.
      error = track.slowVariance.squareRoot() / ideal / 4
    }
    guard let lowSince, run.count - lowSince >= run.window else { return .clear }
    rise = track.fast / ideal - low
    let recent = run.recentLossRatio ?? 0
    isUp =
      Self.leap.holds(rise) && Self.up.holds(recent) && (isUp || rise > Self.noise.fires * error)
    return isUp ? .present(run.tempered(.warning), confidence: 0.6) : .clear
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "After a long low the discriminator's loss leapt up by \((rise * 100).text) % of its ideal.",
      side: .discriminator,
      basis: .losses,
      evidence: [
        Self.leap.evidence("rise of the discriminator loss", signal: .lossDiscriminator, rise),
        Self.lowBefore.evidence("level before", signal: .lossDiscriminator, low),
      ],
      clearedBy: "A rise over the former level of no more than \(Self.leap.number)."
    )
  }
}

extension Symptom {
  /// The discriminator's loss leaps up after a long low: the signature of late collapse.
  public static let discriminatorLossJump = Symptom("discriminatorLossJump")
}

extension SymptomGuide {
  static let discriminatorLossJump = SymptomGuide(
    .discriminatorLossJump,
    title: "a leap of the discriminator loss",
    absence: "No leap of the discriminator's loss after a long low.",
    log: [.lossDiscriminator],
    meaning:
      "After a long low the discriminator's loss leaps up and stays up: late collapse begins so.",
    measurement:
      "Fast average over the former level \(DiscriminatorLossJump.leap.words) and "
      + "\(DiscriminatorLossJump.noise.words), after a window "
      + "\(DiscriminatorLossJump.lowBefore.words).",
    limits: [
      "rise": DiscriminatorLossJump.leap, "rise over the noise": DiscriminatorLossJump.noise,
      "level before": DiscriminatorLossJump.lowBefore, "last values": DiscriminatorLossJump.up,
    ],
    caveat: "A resume or a change of the learning rate resets it.",
    sources: ["Brock et al., BigGAN, 2019, arXiv:1809.11096, section 4.2"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.metricRegression]),
    remedies: [Remedy.addR1, Remedy.augment, Remedy.rollBack, Remedy.stopRun]
  )
}
