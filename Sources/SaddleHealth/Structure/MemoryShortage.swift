// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// A step that needs more memory than the machine has.
  public static let memoryShortage = Symptom("memoryShortage")
}

extension SymptomGuide {
  static let memoryShortage = SymptomGuide(
    .memoryShortage,
    title: "a shortage of memory",
    absence: "A step fits the machine's memory.",
    meaning: "The machine will swap or end the program.",
    measurement:
      "Weights, gradients, optimizer state and what a step keeps for its gradients, estimated "
      + "from the networks: above 50 % of the memory a notice, above 90 % a warning; what "
      + "can't fit what is free, the estimate's error allowed for, isn't started.",
    caveat: "An estimate within 40 % for the built-in networks; other programs count, too.",
    sources: ["Our limits; the estimate is compared with measured peaks in the tests"],
    gravity: .danger,
    causeClass: .configuration,
    isStructural: true,
    remedies: [Remedy.saveMemory]
  )
}
