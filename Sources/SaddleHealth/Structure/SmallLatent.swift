// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// Fewer latent numbers than the data need.
  public static let smallLatent = Symptom("smallLatent")
}

extension SymptomGuide {
  static let smallLatent = SymptomGuide(
    .smallLatent,
    title: "a latent space that is too small",
    absence: "There are enough latent numbers for the data.",
    meaning: "A generator of few numbers can't vary its samples in as many ways as the data vary.",
    measurement:
      "Fewer than the data's dimension (2 for points in the plane; 7 for images, the least that "
      + "was estimated for any usual set): a warning. Fewer than log2 of the modes or classes: a "
      + "notice.",
    caveat: "A curve can pass through all modes of a mixture: it can't fill them.",
    sources: ["Pope et al., 2021, arXiv:2104.08894 (dimension of MNIST 7-13, CIFAR-10 13-26)"],
    gravity: .danger,
    causeClass: .configuration,
    isStructural: true,
    effects: .these([.modeCollapse, .modeHopping]),
    remedies: [Remedy.enlargeLatent]
  )
}
