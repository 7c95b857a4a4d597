// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// Transposed convolutions whose kernels overlap unevenly.
  public static let checkerboard = Symptom("checkerboard")
}

extension SymptomGuide {
  static let checkerboard = SymptomGuide(
    .checkerboard,
    title: "unevenly overlapping kernels",
    absence: "Kernels of transposed convolutions overlap evenly.",
    meaning:
      "Where kernels of a transposed convolution overlap unevenly, pixels get sums of unequally "
      + "many terms: a checkerboard, from the first step on.",
    measurement: "A kernel that its stride does not divide.",
    caveat: "Later layers can learn to undo it, and often do not quite.",
    sources: ["Odena et al., 2016, distill.pub/2016/deconv-checkerboard"],
    gravity: .danger,
    causeClass: .configuration,
    isStructural: true,
    remedies: [Remedy.upsampleEvenly]
  )
}
