// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch

/// Transposed convolutions whose kernel is no multiple of their stride.
///
/// Source: Odena et al., "Deconvolution and Checkerboard Artifacts", 2016.
enum Checkerboard: ArchitectureCheck {
  static let symptom = Symptom.checkerboard

  static func check(_ model: ModelInspection) -> CheckOutcome {
    let uneven = model.generatorLayers.compactMap { entry -> (String, Int, Int)? in
      guard let layer = entry.module as? ConvTranspose2d, layer.stride > 1,
        layer.kernel % layer.stride != 0
      else { return nil }
      return (entry.name, layer.kernel, layer.stride)
    }
    guard !uneven.isEmpty else { return .clear }
    return .found([
      model.finding(
        symptom,
        .warning,
        "Kernels overlap unevenly in \(ModelInspection.list(uneven.map(\.0))): pixels get unequally "
          + "many terms, a checkerboard.",
        side: .generator,
        evidence: uneven.prefix(4).map { name, kernel, stride in
          Evidence(
            "\(name): kernel \(kernel) modulo stride \(stride)",
            Double(kernel % stride),
            .above,
            0
          )
        },
        clearedBy: "Kernels that their stride divides."
      )
    ])
  }
}
