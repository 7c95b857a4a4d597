// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// One network far larger than the other, in trained numbers or in multiply-adds.
///
/// Outside 1/10...10 a notice, trained numbers outside 1/100...100 a warning: limits of ours.
/// Published image generators lie at 0.25 (SNGAN) to 1.25 (BigGAN), super-resolution and
/// translation at 0.05 (pix2pix) to 15 (SRGAN). A generator that makes pictures of pictures also learns
/// from their targets, so that there nothing is noticed within 1/100...100.
enum UnequalCapacity: ArchitectureCheck {
  static let symptom = Symptom.unequalCapacity
  static let noticed = 10.0
  static let alarming = 100.0

  static func check(_ model: ModelInspection) -> CheckOutcome {
    let (g, d) = (model.generator, model.discriminator)
    let numbers = Double(max(1, d.parameters)) / Double(max(1, g.parameters))
    let work = Double(max(1, d.multiplyAdds)) / Double(max(1, g.multiplyAdds))
    func distance(_ ratio: Double) -> Double { max(ratio, 1 / ratio) }
    let worst = distance(numbers) >= distance(work) ? numbers : work
    let first = model.hasLatents ? noticed : alarming
    guard distance(worst) > first else { return .clear }
    let isSmall = worst < 1
    let isAlarming = distance(numbers) > alarming
    let limit = isAlarming ? alarming : first
    return .found([
      model.finding(
        symptom,
        isAlarming ? .warning : .notice,
        "The discriminator has \(numbers.short) times the generator's trained numbers and "
          + "\(work.short) times its multiply-adds.",
        side: isSmall ? .discriminator : .generator,
        confidence: 0.6,
        evidence: [
          evidence("trained numbers, D over G", numbers, limit),
          evidence("multiply-adds a sample, D over G", work, first),
        ],
        clearedBy: "A ratio between 1/\(Int(first)) and \(Int(first)).",
        remedies: { $0.measure == (isSmall ? .largerDiscriminator : .largerGenerator) }
      )
    ])
  }

  private static func evidence(_ name: String, _ ratio: Double, _ limit: Double) -> Evidence {
    ratio < 1
      ? Evidence(name, ratio, ratio < 1 / limit ? .below : .observed, 1 / limit)
      : Evidence(name, ratio, ratio > limit ? .above : .observed, limit)
  }
}
