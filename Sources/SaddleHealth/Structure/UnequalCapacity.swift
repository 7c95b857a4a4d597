// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// One network is far larger than the other.
  public static let unequalCapacity = Symptom("unequalCapacity")
}

extension SymptomGuide {
  static let unequalCapacity = SymptomGuide(
    .unequalCapacity,
    title: "networks of unequal size",
    absence: "Neither network is ten times as large as the other.",
    meaning:
      "A discriminator that is far smaller can't tell what is missing; one that is far larger "
      + "wins before the generator has learned.",
    measurement:
      "Trained numbers or multiply-adds of the discriminator over the generator's outside "
      + "1/10...10: a notice; trained numbers outside 1/100...100: a warning. It is "
      + "found of the side that is too small.",
    caveat: "The limits are ours: published image generators lie at 0.25...1.3, translation and "
      + "super-resolution at 0.05...15.",
    sources: [
      "Measured on a ring of 8 Gaussians: D of width 4 against G of width 64 keeps 0-1 modes"
    ],
    gravity: .danger,
    causeClass: .configuration,
    isStructural: true,
    effects: .these([.neverLearned]),
    effectsOfSide: [
      .discriminator: [.uninformativeEquilibrium, .modeCollapse],
      .generator: [.discriminatorDominates],
    ],
    remedies: [Remedy.enlargeDiscriminator, Remedy.enlargeGenerator]
  )
}
