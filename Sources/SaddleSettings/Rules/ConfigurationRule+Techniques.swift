// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth

extension ConfigurationRule {
  /// Techniques that don't go together, or not with these data.
  static let techniques: [ConfigurationRule] = [
    ConfigurationRule(.error, ["generator.architecture", "generator.conditioning"]) {
      configuration,
      _ in
      let generator = configuration.generator
      guard generator.conditioning == .conditionalBatchNorm else { return nil }
      guard generator.architecture == .resnet, generator.normalization != .none else {
        return "conditionalBatchNorm needs generator.architecture resnet with batch norm; "
          + "allowed with \(generator.architecture.rawValue): none, concatenation"
      }
      return nil
    },
    ConfigurationRule(.error, ["discriminator.architecture", "discriminator.conditioning"]) {
      configuration,
      _ in
      let discriminator = configuration.discriminator
      guard [.projection, .auxiliaryClassifier].contains(discriminator.conditioning),
        discriminator.architecture != .resnet
      else { return nil }
      return "\(discriminator.conditioning.rawValue) needs discriminator.architecture resnet; "
        + "allowed with \(discriminator.architecture.rawValue): none, concatenation"
    },
    ConfigurationRule(.error, ["generator.conditioning", "discriminator.conditioning"]) {
      configuration,
      _ in
      let isGenerator = configuration.generator.conditioning != .none
      let isDiscriminator = configuration.discriminator.conditioning != .none
      guard isGenerator != isDiscriminator else { return nil }
      return "one network knows the class and the other doesn't: condition both or none"
    },
    ConfigurationRule(.error, ["discriminator.packing", "discriminator.conditioning"]) {
      configuration,
      _ in
      let discriminator = configuration.discriminator
      guard discriminator.packing > 1, discriminator.conditioning != .none else { return nil }
      return "a pack of samples has no single class; set discriminator.packing to 1"
    },
    ConfigurationRule(.error, ["discriminator.architecture", "discriminator.batchStatistics"]) {
      configuration,
      _ in
      let discriminator = configuration.discriminator
      guard discriminator.batchStatistics != .none,
        ![.resnet, .mlp].contains(discriminator.architecture)
      else { return nil }
      return
        "\(discriminator.architecture.rawValue) has no place for it; allowed with resnet and mlp"
        + (discriminator.architecture == .pggan ? " (pggan has its own)" : "")
    },
    ConfigurationRule(.error, ["discriminator.architecture", "discriminator.attention"]) {
      configuration,
      _ in
      let generator = configuration.generator
      let discriminator = configuration.discriminator
      for (name, architecture, side) in [
        ("generator", generator.architecture, generator.attention),
        ("discriminator", discriminator.architecture, discriminator.attention),
      ] where side > 0 {
        guard architecture == .resnet else {
          return "\(name).attention is for resnet, and the architecture is \(architecture.rawValue)"
        }
        let size = configuration.data.effectiveSize
        let sides =
          (1...12).map { size >> $0 }.filter { $0 >= 7 && size % $0 == 0 }
          + (name == "generator" ? [size] : [])
        guard sides.contains(side), side % 2 == 0 else {
          let allowed = sides.filter { $0 % 2 == 0 }.map(String.init).joined(separator: ", ")
          return "\(name).attention \(side): maps of that side don't exist; allowed: \(allowed)"
        }
      }
      return nil
    },
    ConfigurationRule(.error, ["generator.architecture", "generator.upsampling"]) {
      configuration,
      _ in
      let generator = configuration.generator
      guard generator.upsampling != .transposed, generator.architecture != .dcgan else {
        return nil
      }
      return "is for dcgan, and the architecture is \(generator.architecture.rawValue)"
    },
    ConfigurationRule(.error, ["generator.architecture", "generator.spectralNorm"]) {
      configuration,
      _ in
      let isGenerator =
        configuration.generator.architecture == .pggan && configuration.generator.spectralNorm
      let isDiscriminator =
        configuration.discriminator.architecture == .pggan
        && configuration.discriminator.spectralNorm
      guard isGenerator || isDiscriminator else { return nil }
      return "pggan scales its weights by itself (equalized learning rate); set "
        + "\(isGenerator ? "generator" : "discriminator").spectralNorm to false"
    },
    ConfigurationRule(.error, ["generator.architecture", "training.growth.fadeImages"]) {
      configuration,
      _ in
      guard configuration.training.growth.isOn else { return nil }
      guard configuration.generator.architecture == .pggan,
        configuration.discriminator.architecture == .pggan
      else { return "growth needs generator.architecture and discriminator.architecture pggan" }
      return nil
    },
    ConfigurationRule(.error, ["training.steps", "schedules"]) { configuration, _ in
      configuration.problemOfSchedules()
    },
    ConfigurationRule(.error, ["objective", "regularizers.labelSmoothing"]) { configuration, _ in
      let smoothing = configuration.regularizers.labelSmoothing
      if LossCatalog.make(configuration.objective, labelSmoothing: smoothing) != nil { return nil }
      return "\(configuration.objective.rawValue) has no label to smooth; allowed with "
        + "nonSaturating, saturating and leastSquares, or set it to 0"
    },
    ConfigurationRule(.error, ["training.batchSize", "discriminator.packing"]) {
      configuration,
      _ in
      let (batch, packing) = (configuration.training.batchSize, configuration.discriminator.packing)
      guard batch % packing != 0 else { return nil }
      let allowed = (1...16).filter { batch % $0 == 0 }.map(String.init).joined(separator: ", ")
      return "\(packing) doesn't divide training.batchSize \(batch); allowed: \(allowed)"
    },
    ConfigurationRule(.error, ["discriminator.packing", "training.topK"]) { configuration, _ in
      guard configuration.training.topK < 1, configuration.discriminator.packing > 1 else {
        return nil
      }
      return "topK picks single samples and discriminator.packing judges packs of them; "
        + "set one of them to 1"
    },
    ConfigurationRule(.error, ["data.source", "augmentation.transforms"]) { configuration, _ in
      guard configuration.data.source.isPoints, !configuration.augmentation.transforms.isEmpty
      else { return nil }
      return "the transforms change pictures and \(configuration.data.source.rawValue) is points; "
        + "use regularizers.instanceNoise.sigma"
    },
    ConfigurationRule(.warning, ["augmentation.transforms", "augmentation.adaptive"]) {
      configuration,
      _ in
      guard configuration.augmentation.adaptive, configuration.augmentation.transforms.isEmpty
      else { return nil }
      return "has no effect without augmentation.transforms; ADA's for small sets: "
        + "[mirror, quarterTurns, translation, scaling, rotation, color]"
    },
    ConfigurationRule(.error, ["objective", "augmentation.adaptive"]) { configuration, _ in
      guard configuration.augmentation.adaptive,
        configuration.objective.health.decisionBoundary != 0
      else { return nil }
      return "ADA follows the sign of real scores, which means nothing with objective "
        + "\(configuration.objective.rawValue); allowed: nonSaturating, saturating, hinge"
    },
    ConfigurationRule(.error, ["data.source", "regularizers.consistency.real"]) {
      configuration,
      _ in
      guard configuration.data.source.isPoints, configuration.regularizers.consistency.isOn else {
        return nil
      }
      return "consistency moves pictures and \(configuration.data.source.rawValue) is points; "
        + "use regularizers.latentConsistency"
    },
    ConfigurationRule(
      .error,
      ["training.batchSize", "regularizers.modeSeeking.weight"]
    ) { configuration, _ in
      guard configuration.regularizers.modeSeeking.isOn, configuration.training.batchSize < 2 else {
        return nil
      }
      return "compares the halves of a batch: training.batchSize must be at least 2"
    },
    ConfigurationRule(
      .error,
      ["regularizers.gradientPenalty.weight", "regularizers.dragan.weight"]
    ) { configuration, _ in
      let regularizers = configuration.regularizers
      guard regularizers.gradientPenalty.isOn, regularizers.dragan.isOn else { return nil }
      return "gradientPenalty and dragan pull the same slope to 1 at different places; "
        + "set one of them to 0"
    },
    ConfigurationRule(.error, ["regularizers.gradientPenalty.drift"]) { configuration, _ in
      let penalty = configuration.regularizers.gradientPenalty
      guard penalty.drift > 0, !penalty.isOn else { return nil }
      return "the drift term is a part of the gradient penalty: set "
        + "regularizers.gradientPenalty.weight, too"
    },
  ]
}
