// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// A score that depends on a part of the image only.
  public static let narrowView = Symptom("narrowView")
}

extension SymptomGuide {
  static let narrowView = SymptomGuide(
    .narrowView,
    title: "a narrow view of the discriminator",
    absence: "A score depends on the whole image.",
    meaning: "A score that depends on a part of the image can't judge how the parts go together.",
    measurement:
      "Pixels that move a score (its gradient): fewer rows or columns than the image has are a "
      + "warning, with several scores an image (a patch discriminator) a notice.",
    caveat: "Deeper networks see most of their field faintly: being in it is not being used.",
    sources: ["Isola et al., 2017, arXiv:1611.07004 (70x70 patches)"],
    gravity: .danger,
    causeClass: .configuration,
    isStructural: true,
    remedies: [Remedy.widenView]
  )
}
