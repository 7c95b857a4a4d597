// SPDX-License-Identifier: Apache-2.0

/// The discriminator is not in the game yet: context for everything that follows.
///
/// Tokenizers, codecs and vocoders train their generator alone at first (`disc_start`, 10,000 to 50,000
/// steps); the discriminator's loss is exactly 0, or a factor of 0 is logged. That is not "at zero": its
/// loss is not read before (`RunView` derives none), and its start opens a new baseline. Others train
/// something else first (a classifier, an encoder): then the losses of both networks are exactly 0.
struct DiscriminatorNotStarted: Detector {
  static let info = DetectorInfo(
    guide: .discriminatorNotStarted,
    glances: [
      .discriminatorFactor, .lossDiscriminator, .lossDiscriminatorAdversarial,
      .lossDiscriminatorReal, .lossGenerator, .lossGeneratorAdversarial,
    ],
    cadence: .everyObservation,
    hold: .observations(4),
    release: .none
  )

  /// The generator's loss for as long as the discriminator waits.
  private var generator: Standstill?
  private var isOfBoth: Bool?

  mutating func observe(_ run: RunView) -> Verdict {
    guard run.isBeforeDiscriminator else { return .clear }
    if let loss = run.value(.lossGeneratorAdversarial) ?? run.value(.lossGenerator) {
      var state = generator ?? Standstill()
      state.add(loss, step: run.step)
      generator = state
    }
    let isOfBoth = generator.map { $0.value == 0 && $0.isOfBeginning(at: run.step) } ?? false
    self.isOfBoth = isOfBoth && !run.isConditional
    return run.isConditional || isOfBoth ? .present(.notice, confidence: 0.9) : .clear
  }

  func describe(_ run: RunView) -> Description {
    // As the options have it: a step of the log, or an epoch.
    let start = run.context.discriminatorStart
    let planned = start.map { ", at \($0) as options have it," } ?? ""
    return Description(
      isOfBoth == true
        ? "The game has not begun: the losses of both networks are exactly 0 since the beginning. "
          + "Until it begins\(planned) something else is trained; where nothing is meant to be, the "
          + "losses are not computed."
        : "The discriminator has not started: its loss is exactly 0 since the beginning. Until it starts"
          + "\(planned) the generator learns from its other terms alone.",
      side: .discriminator,
      basis: .losses,
      evidence: [Evidence("discriminator loss", signal: .lossDiscriminator, 0)]
        + (start.map { [Evidence("start of the discriminator", Double($0))] } ?? []),
      clearedBy: "A discriminator loss that is not 0."
    )
  }
}

extension Symptom {
  /// The discriminator is not in the game yet.
  public static let discriminatorNotStarted = Symptom("discriminatorNotStarted")
}

extension SymptomGuide {
  static let discriminatorNotStarted = SymptomGuide(
    .discriminatorNotStarted,
    title: "a discriminator that has not started",
    absence: "The discriminator takes part.",
    log: [.discriminatorFactor, .lossDiscriminator],
    meaning:
      "The generator is trained alone so far, as planned: tokenizers, codecs and vocoders let the "
      + "discriminator in when the reconstruction is good.",
    measurement:
      "A discriminator loss of exactly 0 since the beginning, or a factor of 0, beside a "
      + "reconstruction or a generator's loss of exactly 0.",
    caveat: "A discriminator that is never meant to start is told like one that waits.",
    sources: ["CompVis/taming-transformers: disc_start 10,000; latent-diffusion: 50,001"],
    gravity: .context,
    causeClass: .dynamics
  )
}
