// SPDX-License-Identifier: Apache-2.0

/// The discriminator's loss leaps up and stays up after a long low: how late collapse begins.
///
/// Brock et al. (BigGAN) saw the loss near zero through good training and jump at collapse. Fires
/// when the fast average is above the slow one by a quarter of the ideal and by ten standard
/// errors, after the loss had been below half its ideal for a window.
struct DiscriminatorLossJump: Detector {
  static let info = DetectorInfo(
    guide: .discriminatorLossJump,
    quantities: [.discriminatorLoss],
    hold: .observations(16)
  )

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
    if !isUp, (track.fast - track.slow).magnitude < 0.1 * ideal {
      lowSince = ratio < 0.5 ? lowSince ?? run.count : nil
      low = track.slow / ideal
      // The standard error of an average over 16 values.
      error = track.slowVariance.squareRoot() / ideal / 4
    }
    guard let lowSince, run.count - lowSince >= run.window else { return .clear }
    rise = track.fast / ideal - low
    let recent = run.recentLossRatio ?? 0
    isUp = rise > 0.25 && recent > 0.75 && (isUp || rise > 10 * error)
    return isUp ? .present(run.tempered(.warning), confidence: 0.6) : .clear
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "After a long low the discriminator's loss leapt up by \((rise * 100).text) % of its ideal.",
      side: .discriminator,
      basis: .losses,
      evidence: [
        Evidence(
          "rise of the discriminator loss",
          signal: .lossDiscriminator,
          rise,
          .above,
          0.25,
          unit: "x ideal"
        ),
        Evidence("level before", signal: .lossDiscriminator, low, .below, 0.5, unit: "x ideal"),
      ],
      clearedBy: "A loss back within a quarter of its ideal of the former level."
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
      "Fast average above the slow one by a quarter of the ideal and ten standard errors after a "
      + "window below half the ideal.",
    caveat: "A resume or a change of the learning rate resets it.",
    sources: ["Brock et al., BigGAN, 2019, arXiv:1809.11096, section 4.2"],
    gravity: .danger,
    causeClass: .dynamics,
    effects: .these([.metricRegression]),
    remedies: [Remedy.addR1, Remedy.augment, Remedy.rollBack, Remedy.stopRun]
  )
}
