// SPDX-License-Identifier: Apache-2.0

extension Signal {
  /// The signal in words, as a sentence begins.
  public var title: String {
    switch self {
    case .lossGenerator, .lossGeneratorAdversarial: "The generator's loss"
    case .lossDiscriminator, .lossDiscriminatorAdversarial: "The discriminator's loss"
    case .lossDiscriminatorReal: "The discriminator's loss on real samples"
    case .lossDiscriminatorFake: "The discriminator's loss on fake samples"
    case .gradientNormGenerator: "The generator's gradient norm"
    case .gradientNormDiscriminator: "The discriminator's gradient norm"
    case .nonFiniteGenerator: "Non-finite numbers in the generator"
    case .nonFiniteDiscriminator: "Non-finite numbers in the discriminator"
    case .nonFiniteData: "Non-finite numbers in the data"
    default: "'\(rawValue)'"
    }
  }

  /// On what kind of evidence a finding rests that this signal supports.
  var level: EvidenceLevel {
    if rawValue.hasPrefix("loss/") || rawValue.hasPrefix("penalty/") { return .losses }
    if rawValue.hasPrefix("metrics/") || rawValue.hasPrefix("diversity/") { return .samples }
    return rawValue.hasSuffix("held_out") ? .samples : .outputs
  }

  /// Whom the signal describes.
  var side: Side {
    if rawValue.hasPrefix("data/") || self == .nonFiniteData { return .data }
    if rawValue.contains("/g") || self == .penaltyPathLength { return .generator }
    if rawValue.contains("/d") || rawValue.hasPrefix("scores/") { return .discriminator }
    return .both
  }
}
