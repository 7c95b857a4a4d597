// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleTorch

/// Layers that look across the batch, and a batch that is too small for them.
///
/// Batch norm and minibatch discrimination on fewer than 8 samples a pass are a warning (Wu and He,
/// 2018: the error of batch norm grows from there). Minibatch deviation on one sample is always 0: a
/// warning; on a number that its groups don't divide it takes the whole batch for one group: a notice.
enum SmallBatch: ArchitectureCheck {
  static let symptom = Symptom.smallBatch
  static let least = 8

  static func check(_ model: ModelInspection) -> CheckOutcome {
    let batch = model.configuration.training.batchSize
    let judged = batch / max(1, model.configuration.discriminator.packing)
    let findings = [
      mixing(model, model.generatorLayers, batch, .generator),
      mixing(model, model.discriminatorLayers, judged, .discriminator),
      grouping(model, judged),
    ].compactMap { $0 }
    return findings.isEmpty ? .clear : .found(findings)
  }

  private static func mixing(
    _ model: ModelInspection,
    _ layers: [ForwardRecorder.Layer],
    _ batch: Int,
    _ side: Side
  ) -> Finding? {
    let names = layers.filter { $0.module is BatchNorm || $0.module is MinibatchDiscrimination }
      .map(\.name)
    guard !names.isEmpty, batch < least else { return nil }
    return model.finding(
      symptom,
      .warning,
      "\(ModelInspection.list(names)) of the \(side.rawValue) look\(names.count == 1 ? "s" : "") "
        + "across \(batch) sample\(batch == 1 ? "" : "s") only.",
      side: side,
      confidence: 0.7,
      evidence: [Evidence("samples of a pass", Double(batch), .below, Double(least))],
      clearedBy: "At least \(least) samples a pass.",
      remedies: { side == .discriminator || $0.measure != .noBatchNorm }
    )
  }

  private static func grouping(_ model: ModelInspection, _ batch: Int) -> Finding? {
    guard
      let layer = model.discriminatorLayers.compactMap({ $0.module as? MinibatchDeviation }).first,
      batch % layer.group != 0
    else { return nil }
    return model.finding(
      symptom,
      batch < 2 ? .warning : .notice,
      batch < 2
        ? "The deviation of one sample is always 0: the layer that looks across the batch is blind."
        : "Groups of \(layer.group) don't divide \(batch) samples: the whole batch is one group.",
      side: .discriminator,
      evidence: [
        Evidence("samples beyond whole groups", Double(batch % layer.group), .above, 0)
      ],
      clearedBy: "A batch that is a multiple of \(layer.group).",
      remedies: { $0.measure == .suitableBatch }
    )
  }
}
