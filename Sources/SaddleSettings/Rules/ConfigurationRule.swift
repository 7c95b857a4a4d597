// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth

/// A combination of keys that can't be, or is hardly meant.
///
/// A new one is one entry in `all`.
struct ConfigurationRule: Sendable {
  /// The keys that decide; the message is placed at the last one that was given.
  let keys: [String]
  let severity: ConfigurationProblem.Severity
  /// Returns what is wrong, or nil; the set holds the keys that were given.
  let check: @Sendable (Configuration, Set<String>) -> String?

  init(
    _ severity: ConfigurationProblem.Severity,
    _ keys: [String],
    _ check: @escaping @Sendable (Configuration, Set<String>) -> String?
  ) {
    self.keys = keys
    self.severity = severity
    self.check = check
  }

  /// Every rule, in the order of the file's sections.
  static let all: [ConfigurationRule] =
    run + data + networks + paired + regularizers + techniques
    + training + search + evaluation

  private static let run: [ConfigurationRule] = [
    ConfigurationRule(.error, ["name"]) { configuration, _ in
      guard let name = configuration.name else { return nil }
      let isFolderName =
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && name.utf8.count <= 200
        && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      return isFolderName
        ? nil : "must be a plain folder name: no slash, no control character, no dot in front"
    }
  ]

  private static let data: [ConfigurationRule] = [
    ConfigurationRule(.error, ["data.source", "data.path"]) { configuration, _ in
      let data = configuration.data
      guard data.source.needsPath, data.path?.isEmpty ?? true else { return nil }
      return "data.source \(data.source.rawValue) needs data.path, "
        + (data.source == .idx ? "the file of images" : "the folder of images")
    },
    ConfigurationRule(.warning, ["data.source", "data.path"]) { configuration, _ in
      guard configuration.data.path != nil, !configuration.data.source.needsPath else {
        return nil
      }
      return "has no effect: data.source \(configuration.data.source.rawValue) reads no path"
    },
    ConfigurationRule(.error, ["data.source", "data.labels"]) { configuration, _ in
      guard configuration.data.labels != nil, configuration.data.source != .idx else { return nil }
      return "is for data.source idx only"
    },
    ConfigurationRule(.error, ["data.source", "data.size"]) { configuration, given in
      let source = configuration.data.source
      guard source.isPoints, given.contains("data.size"), configuration.data.size != 0 else {
        return nil
      }
      return "\(source.rawValue) makes points in the plane, which have no image size; remove it"
    },
    ConfigurationRule(.error, ["data.source", "data.channels"]) { configuration, given in
      let (source, channels) = (configuration.data.source, configuration.data.channels)
      if channels == 2 || channels == 4 {
        return "\(channels) is not a count of channels; allowed: 1 (gray) or 3 (color)"
      }
      guard source.isPoints, given.contains("data.channels"), channels != 0 else { return nil }
      return "\(source.rawValue) makes points in the plane, which have no channels; remove it"
    },
    ConfigurationRule(.error, ["data.source", "data.modes"]) { configuration, _ in
      let modes = configuration.data.modes
      guard configuration.data.source == .grid, modes > 0 else { return nil }
      let side = Int(Double(modes).squareRoot().rounded())
      if side * side == modes { return nil }
      return "\(modes) is not a square number; a grid has 4, 9, 16, 25, ... modes"
    },
    ConfigurationRule(.error, ["data.background"]) { configuration, _ in
      let text = configuration.data.background
      if ["white", "black", "grey", "gray"].contains(text) { return nil }
      let isHex =
        text.count == 7 && text.hasPrefix("#") && text.dropFirst().allSatisfy(\.isHexDigit)
      return isHex ? nil : "expected white, black, gray or \"#rrggbb\" (with the quotes)"
    },
  ]

  private static let networks: [ConfigurationRule] =
    ["generator", "discriminator"].flatMap { side in
      [
        ConfigurationRule(.error, ["data.source", "data.size", "\(side).architecture"]) {
          configuration,
          _ in
          let architecture =
            side == "generator"
            ? configuration.generator.architecture : configuration.discriminator.architecture
          guard architecture != .mlp else { return nil }
          let name = architecture.rawValue
          let source = configuration.data.source
          if source.isPoints {
            return "\(name) makes images and \(source.rawValue) is points; use mlp"
          }
          let size = configuration.data.effectiveSize
          if architecture.makes(size: size) { return nil }
          let nearest = (8...4096).filter { architecture.makes(size: $0) }
            .min { abs($0 - size) < abs($1 - size) }
          return "\(name) can't make images of \(size) pixels; allowed: \(architecture.sizes)"
            + " (nearest: data.size \(nearest ?? 32))"
        },
        ConfigurationRule(.error, ["training.batchSize", "\(side).normalization"]) {
          configuration,
          _ in
          var resolved = configuration
          resolved.resolve()
          let normalization =
            side == "generator"
            ? resolved.generator.normalization : resolved.discriminator.normalization
          guard normalization == .batch, configuration.training.batchSize < 2 else { return nil }
          return "batch normalization needs training.batchSize of at least 2"
        },
      ]
    } + [
      ConfigurationRule(
        .warning,
        ["regularizers.gradientPenalty.weight", "discriminator.normalization"]
      ) { configuration, _ in
        guard configuration.discriminator.normalization == .batch,
          configuration.regularizers.gradientPenalty.isOn
        else { return nil }
        return "a gradient penalty assumes that a score depends on one sample, batch normalization "
          + "mixes them; use none"
      }
    ]

  private static let regularizers: [ConfigurationRule] = [
    ConfigurationRule(
      .error,
      ["regularizers.gradientPenalty.weight", "regularizers.weightClipping.bound"]
    ) { configuration, _ in
      let regularizers = configuration.regularizers
      guard regularizers.gradientPenalty.isOn, regularizers.weightClipping.isOn else { return nil }
      return "weightClipping and gradientPenalty enforce the same bound in ways that contradict; "
        + "set one of them to 0"
    },
    ConfigurationRule(.warning, ["regularizers.weightClipping.bound", "objective"]) {
      configuration,
      _ in
      guard configuration.objective == .wasserstein else { return nil }
      let regularizers = configuration.regularizers
      let bounded =
        regularizers.gradientPenalty.isOn || regularizers.weightClipping.isOn
        || regularizers.r1.isOn || regularizers.r2.isOn || regularizers.dragan.isOn
        || configuration.discriminator.spectralNorm
      if bounded { return nil }
      return "wasserstein needs a bounded slope and nothing bounds it; add "
        + "regularizers.gradientPenalty.weight (10 for images, 0.1 for points), "
        + "regularizers.weightClipping.bound 0.01 or discriminator.spectralNorm"
    },
  ]

  private static let training: [ConfigurationRule] =
    ["generator", "discriminator"].flatMap { side in
      let path = "optimizer.\(side)"
      let pick: @Sendable (Configuration) -> OptimizerConfiguration = {
        side == "generator" ? $0.optimizer.generator : $0.optimizer.discriminator
      }
      let unused: [(String, Set<OptimizerName>)] = [
        ("beta1", [.adam, .adamw]), ("beta2", [.adam, .adamw]), ("alpha", [.rmsprop]),
        ("epsilon", [.adam, .adamw, .rmsprop]), ("momentum", [.sgd, .rmsprop]),
      ]
      return [
        ConfigurationRule(
          .error,
          [
            "\(path).gradientClip.norm", "\(path).gradientClip.value",
            "\(path).gradientClip.adaptive",
          ]
        ) {
          configuration,
          _ in
          let clip = pick(configuration).gradientClip
          let given = [clip.norm, clip.value, clip.adaptive].filter { $0 != nil }
          guard given.count > 1 else { return nil }
          return "norm, value and adaptive exclude each other; give one of them, null the others"
        }
      ]
        + unused.map { name, users in
          ConfigurationRule(.warning, ["\(path).kind", "\(path).\(name)"]) { configuration, given in
            let kind = pick(configuration).kind
            guard !users.contains(kind), configuration.wishes("\(path).\(name)", given) else {
              return nil
            }
            return "has no effect with \(path).kind \(kind.rawValue)"
          }
        }
    } + [
      ConfigurationRule(
        .error,
        ["training.updates", "training.discriminatorSteps", "training.generatorSteps"]
      ) { configuration, _ in
        let training = configuration.training
        guard !training.updates.alternates,
          training.discriminatorSteps != 1 || training.generatorSteps != 1
        else { return nil }
        return
          "\(training.updates.rawValue) updates move both networks once: discriminatorSteps and "
          + "generatorSteps must be 1 (or training.updates alternating)"
      },
      ConfigurationRule(.error, ["training.updates", "training.accumulate"]) { configuration, _ in
        let training = configuration.training
        guard training.accumulate > 1, !training.updates.alternates else { return nil }
        return "gradients are accumulated for alternating updates only, and training.updates is "
          + "\(training.updates.rawValue); set accumulate to 1"
      },
      ConfigurationRule(.error, ["training.updates", "regularizers"]) { configuration, _ in
        let updates = configuration.training.updates
        guard updates == .consensus || updates == .unrolled else { return nil }
        let isPenalized = configuration.makeRegularizers().contains { !($0 is WeightClipping) }
        guard isPenalized || configuration.training.topK < 1 else { return nil }
        return updates == .consensus
          ? "consensus differentiates the plain losses twice; penalties and topK can't be added: "
            + "set them off, or training.updates to simultaneous"
          : "an unrolled discriminator moves by the plain loss; penalties and topK can't be added: "
            + "set them off, or training.updates to alternating"
      },
      ConfigurationRule(
        .error,
        ["training.updates", "optimizer.discriminator.kind"]
      ) { configuration, _ in
        guard configuration.training.updates == .unrolled,
          configuration.optimizer.discriminator.kind != .adam,
          configuration.optimizer.discriminator.kind != .sgd
            || configuration.optimizer.discriminator.momentum != 0
        else { return nil }
        return "unrolled updates differentiate through Adam or plain SGD; allowed: adam, sgd "
          + "without momentum"
      },
      ConfigurationRule(.error, ["ema.decay", "ema.halfLifeImages"]) { configuration, _ in
        guard configuration.ema.decay != nil, configuration.ema.halfLifeImages != nil else {
          return nil
        }
        return
          "decay and halfLifeImages say the same thing twice; give one of them, or set one to null"
      },
      ConfigurationRule(.error, ["ema.decay", "ema.rampUp"]) { configuration, _ in
        guard configuration.ema.rampUp != nil, configuration.ema.halfLifeImages == nil else {
          return nil
        }
        return "a ramp needs ema.halfLifeImages, which it shortens"
      },
    ]
}

extension Configuration {
  /// Whether a key that was given is meant: a resolved file gives every key, and only one that differs
  /// from the default is a wish.
  func wishes(_ path: String, _ given: Set<String>) -> Bool {
    guard given.contains(path), let key = Self.schema.key(path) else { return false }
    return key.read(self) != key.read(Configuration())
  }
}
