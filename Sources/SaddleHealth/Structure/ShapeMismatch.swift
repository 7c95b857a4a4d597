// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// Networks, data and objective don't go together.
  public static let shapeMismatch = Symptom("shapeMismatch")
}

extension SymptomGuide {
  static let shapeMismatch = SymptomGuide(
    .shapeMismatch,
    title: "networks that do not fit",
    absence: "Networks, data and objective go together.",
    meaning: "A step can't be made: a layer does not take what the one before it gives.",
    measurement: "Two steps on copies of the networks, with real samples.",
    caveat: "None: the engine itself refuses.",
    sources: ["DeepDiagnosis, ICSE 2022"],
    gravity: .danger,
    causeClass: .wiring,
    isStructural: true,
    remedies: [Remedy.checkWiring]
  )
}
