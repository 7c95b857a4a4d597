// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// A penalty of single samples' slopes with a layer that mixes the samples.
  public static let batchNormUnderPenalty = Symptom("batchNormUnderPenalty")
}

extension SymptomGuide {
  static let batchNormUnderPenalty = SymptomGuide(
    .batchNormUnderPenalty,
    title: "batch norm under a gradient penalty",
    absence: "No layer mixes samples whose slopes are penalized one by one.",
    meaning:
      "A gradient penalty bounds the slope of each sample's score; batch norm makes that score "
      + "depend on the other samples, so that something else is bounded.",
    measurement:
      "Batch norm in the discriminator with WGAN-GP's penalty or DRAGAN: a warning; with R1 or "
      + "R2, which many DCGANs get away with: a notice.",
    caveat: "Whether it costs quality depends on the batch: large ones mix little.",
    sources: ["Gulrajani et al., 2017, arXiv:1704.00028, section 4"],
    gravity: .danger,
    causeClass: .configuration,
    isStructural: true,
    remedies: [Remedy.leaveBatchNorm]
  )
}
