// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// A layer that no gradient reaches.
  public static let deadLayer = Symptom("deadLayer")
}

extension SymptomGuide {
  static let deadLayer = SymptomGuide(
    .deadLayer,
    title: "a dead layer",
    absence: "A gradient reaches every layer.",
    meaning: "A layer whose gradient is zero is never trained.",
    measurement:
      "All of a layer's gradients at most 1e-10 of its network's largest in the second of two "
      + "steps on copies of the networks.",
    caveat: "Layers that open up later, such as levels of a growing network, are not asked.",
    sources: ["DeepDiagnosis, ICSE 2022; UMLAUT, CHI 2021"],
    gravity: .danger,
    causeClass: .wiring,
    isStructural: true,
    effects: .these([.neverLearned, .stagnation, .vanishingGradients]),
    remedies: [Remedy.checkWiring]
  )
}
