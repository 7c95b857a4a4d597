// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch

/// Batch norm in a discriminator whose slope is penalized sample by sample.
///
/// A warning for WGAN-GP and DRAGAN, whose target is a slope of 1; a notice for R1 and R2, which
/// only want it small. Source: Gulrajani et al., 2017, section 4.
enum BatchNormUnderPenalty: ArchitectureCheck {
  static let symptom = Symptom.batchNormUnderPenalty

  static func check(_ model: ModelInspection) -> CheckOutcome {
    let regularizers = model.configuration.regularizers
    let penalties: [(name: String, weight: Double, severity: Severity)] = [
      ("gradientPenalty", regularizers.gradientPenalty.weight, .warning),
      ("dragan", regularizers.dragan.weight, .warning),
      ("r1", regularizers.r1.gamma, .notice), ("r2", regularizers.r2.gamma, .notice),
    ]
    let layers = model.discriminatorLayers.filter { $0.module is BatchNorm }.map(\.name)
    guard let worst = penalties.filter({ $0.weight > 0 }).max(by: { $0.severity < $1.severity }),
      !layers.isEmpty
    else { return .clear }
    return .found([
      model.finding(
        symptom,
        worst.severity,
        "The discriminator has batch norm (\(ModelInspection.list(layers))) and a penalty of each "
          + "sample's slope (\(worst.name)): its scores are not each sample's own.",
        side: .discriminator,
        evidence: [
          Evidence("layers with batch norm", Double(layers.count), .above, 0),
          Evidence("weight of \(worst.name)", worst.weight, .above, 0),
        ],
        clearedBy: "A discriminator without batch norm, or no such penalty."
      )
    ])
  }
}
