// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// Fewer latent numbers than the data have dimensions, or than their modes have bits.
///
/// Points fill two dimensions. Of images, 7 is the least that was estimated for any usual set
/// (Pope et al., 2021: MNIST 7-13, CIFAR-10 13-26). Modes of a mixture and classes that the generator
/// isn't told need log2 of their number.
enum SmallLatent: ArchitectureCheck {
  static let symptom = Symptom.smallLatent
  static let imageDimension = 7

  static func check(_ model: ModelInspection) -> CheckOutcome {
    guard model.hasLatents else { return .notJudged("Samples are made of pictures, not of noise.") }
    let size = model.configuration.generator.latentSize
    let dimension = model.shape.isImage ? min(imageDimension, model.shape.count) : model.shape.count
    let isTold = model.configuration.generator.conditioning != .none
    let modes = model.modeCount ?? (isTold ? nil : model.shape.classCount) ?? 1
    let bits = Int(log2(Double(max(1, modes))).rounded(.up))
    guard size < max(dimension, bits) else { return .clear }
    var evidence = [
      Evidence(
        "latent numbers",
        Double(size),
        .below,
        Double(max(dimension, bits))
      ),
      Evidence("dimensions that the data need", Double(dimension)),
    ]
    if modes > 1 { evidence.append(Evidence("modes or classes", Double(modes))) }
    return .found([
      model.finding(
        symptom,
        size < dimension ? .warning : .notice,
        "The generator varies with \(size) latent number\(size == 1 ? "" : "s"); the data need "
          + "\(max(dimension, bits)) at least.",
        side: .generator,
        confidence: size < dimension ? 0.8 : 0.5,
        evidence: evidence,
        clearedBy: "At least \(max(dimension, bits)) latent numbers."
      )
    ])
  }
}
