// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// A batch too small for layers that look across it.
  public static let smallBatch = Symptom("smallBatch")
}

extension SymptomGuide {
  static let smallBatch = SymptomGuide(
    .smallBatch,
    title: "a batch that is too small for its layers",
    absence: "The batch is large enough for layers that look across it.",
    meaning:
      "Statistics of a few samples are noise, and in a discriminator they tell samples apart by "
      + "their neighbors.",
    measurement:
      "Batch norm or minibatch discrimination on fewer than 8 samples a pass: a warning. "
      + "Minibatch deviation on one: a warning; on a number that its groups of 4 don't divide: "
      + "a notice, as the whole batch is then one group.",
    caveat: "Instance-wise batch norm (batch 1) is used on purpose in image translation.",
    sources: ["Wu and He, 2018, arXiv:1803.08494 (error of batch norm below 8 samples)"],
    gravity: .danger,
    causeClass: .configuration,
    isStructural: true,
    effects: .these([.highFrequencyNoise, .oscillation]),
    remedies: [Remedy.suitBatch, Remedy.leaveBatchNorm]
  )
}
