// SPDX-License-Identifier: Apache-2.0

import SaddleGAN

extension ConfigurationRule {
  /// What a task needs and what it has no place for.
  static let paired: [ConfigurationRule] =
    architectures + pairs + [
      ConfigurationRule(.error, ["task", "training.updates"]) { configuration, _ in
        let updates = configuration.training.updates
        guard configuration.task == .paired, updates == .consensus || updates == .unrolled else {
          return nil
        }
        return "\(updates.rawValue) updates are for task unconditional; allowed with paired: "
          + UpdateOrder.allCases.filter { $0 != .consensus && $0 != .unrolled }.map(\.rawValue)
          .joined(separator: ", ")
      },
      ConfigurationRule(.error, ["task"] + ofNoise) { configuration, _ in
        guard configuration.task == .paired else { return nil }
        let usual = Configuration()
        let keys = Configuration.schema.keys
        for path in ofNoise {
          guard let key = keys.first(where: { $0.path == path }) else { continue }
          if key.read(configuration) != key.read(usual) {
            return
              "\(path) is for task unconditional; leave it at \(key.read(usual).yaml): task paired "
              + "holds its generator by the reconstruction"
          }
        }
        return nil
      },
      ConfigurationRule(.error, ["task", "schedules"]) { configuration, _ in
        guard configuration.task == .paired else { return nil }
        let dead = configuration.schedules.compactMap { try? Schedule($0) }.first { schedule in
          let keys = Configuration.schedulable.filter(schedule.matches)
          return !keys.isEmpty && keys.allSatisfy(ofNoise.contains)
        }
        return dead.map {
          "\($0.pattern) is for task unconditional; nothing in task paired follows it"
        }
      },
    ]

  /// Keys of techniques that task paired has no place for.
  private static let ofNoise: [String] = Configuration.schema.keys.map(\.path).filter { path in
    [
      "regularizers.", "augmentation.", "training.growth.", "training.topK",
      "training.discriminatorSteps", "training.generatorSteps", "discriminator.packing",
      "discriminator.conditioning", "generator.conditioning", "training.consensus",
    ].contains { path.hasPrefix($0) } && path != "regularizers.labelSmoothing"
  }

  private static let architectures: [ConfigurationRule] = [
    ConfigurationRule(.error, ["task", "generator.architecture"]) { configuration, _ in
      let (task, name) = (configuration.task, configuration.generator.architecture)
      guard !name.uses.contains(task.generator) else { return nil }
      let known = ArchitectureName.allCases.filter { $0.uses.contains(task.generator) }
      return "\(name.rawValue) can't be the generator of task \(task.rawValue); allowed: "
        + known.map(\.rawValue).joined(separator: ", ")
    },
    ConfigurationRule(.error, ["task", "discriminator.architecture"]) { configuration, _ in
      let (task, name) = (configuration.task, configuration.discriminator.architecture)
      guard name.uses.isDisjoint(with: task.discriminators) else { return nil }
      let known = ArchitectureName.allCases.filter {
        !$0.uses.isDisjoint(with: task.discriminators)
      }
      return "\(name.rawValue) can't be the discriminator of task \(task.rawValue); allowed: "
        + known.map(\.rawValue).joined(separator: ", ")
    },
    ConfigurationRule(
      .error,
      ["data.source", "data.size", "discriminator.architecture", "discriminator.depth"]
    ) { configuration, _ in
      let discriminator = configuration.discriminator
      guard discriminator.architecture == .patchgan else { return nil }
      let size = configuration.data.effectiveSize
      let most = (0...8).last { PatchGAN.smallest(levels: $0) <= size }
      guard let most, discriminator.depth > most else { return nil }
      return "a patchgan of depth \(discriminator.depth) leaves no score of \(size) pixels; "
        + "allowed: 0 to \(most)"
    },
    ConfigurationRule(
      .error,
      ["generator.architecture", "generator.normalization", "discriminator.normalization"]
    ) { configuration, _ in
      for (side, name, normalization) in [
        (
          "generator", configuration.generator.architecture,
          configuration.generator.normalization
        ),
        (
          "discriminator", configuration.discriminator.architecture,
          configuration.discriminator.normalization
        ),
      ] where normalization == .instance && name != .unet && name != .patchgan {
        return "\(side).normalization instance is for unet and patchgan; allowed with "
          + "\(name.rawValue): automatic, none, batch"
      }
      return nil
    },
    ConfigurationRule(.error, ["generator.architecture", "generator.spectralNorm"]) {
      configuration,
      _ in
      guard configuration.generator.architecture == .unet, configuration.generator.spectralNorm
      else { return nil }
      return "unet has none; set generator.spectralNorm to false"
    },
    ConfigurationRule(.warning, ["generator.architecture", "generator.dropout"]) {
      configuration,
      _ in
      guard configuration.generator.dropout > 0, configuration.generator.architecture != .unet
      else { return nil }
      return "has no effect: dropout is unet's, and the architecture is "
        + configuration.generator.architecture.rawValue
    },
  ]

  private static let pairs: [ConfigurationRule] = [
    ConfigurationRule(.error, ["task", "data.source"]) { configuration, _ in
      let source = configuration.data.source
      let hasPairs = source == .folder || source == .emojiPairs
      switch configuration.task {
      case .paired where !hasPairs:
        return "\(source.rawValue) has no pairs; allowed with task paired: folder, emoji-pairs"
      case .unconditional where source == .emojiPairs:
        return "its pictures are pairs: set task to paired"
      default: return nil
      }
    },
    ConfigurationRule(.error, ["data.source", "data.path", "paired.targets"]) {
      configuration,
      _ in
      guard configuration.task == .paired, let targets = configuration.paired.targets else {
        return nil
      }
      if configuration.data.source != .folder {
        return
          "is for data.source folder; \(configuration.data.source.rawValue) has pairs of its own"
      }
      if targets.isEmpty { return "must name a folder, or be null where files are pairs" }
      return targets == configuration.data.path
        ? "is data.path itself: every picture would be its own target" : nil
    },
    ConfigurationRule(
      .warning,
      ["task", "paired.targets", "paired.direction", "paired.reconstruction"]
    ) { configuration, given in
      guard configuration.task != .paired else { return nil }
      let keys = Configuration.schema.keys.filter { $0.path.hasPrefix("paired.") }
      let isWished = keys.contains {
        given.contains($0.path) && $0.read(configuration) != $0.read(Configuration())
      }
      return isWished ? "has no effect: task is \(configuration.task.rawValue)" : nil
    },
    ConfigurationRule(.error, ["task", "data.heldOut", "evaluation.metrics"]) { configuration, _ in
      guard let metric = configuration.evaluation.metrics.first(where: \.comparesPairs) else {
        return nil
      }
      guard configuration.task == .paired else {
        return "\(metric.rawValue) compares with targets, which task "
          + "\(configuration.task.rawValue) has none of"
      }
      return configuration.data.heldOut > 0
        ? nil : "\(metric.rawValue) is measured on held-out pairs: set data.heldOut above 0"
    },
  ]
}
