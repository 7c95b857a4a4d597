// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleRuns
import SaddleSettings

extension Configuration {
  /// What TensorBoard's HParams tab shows of a run: what is most often compared, and whatever differs
  /// from its default.
  var hyperParameters: HyperParameters {
    let usual: Set<String> = [
      "objective", "seed", "data.source", "generator.architecture", "discriminator.architecture",
      "optimizer.generator.learningRate", "optimizer.discriminator.learningRate",
      "regularizers.r1.gamma", "training.batchSize",
    ]
    // Where and how a run is recorded is none of its settings, and its length may change.
    let left = [
      "name", "device", "threads", "data.path", "data.labels", "evaluation.weights",
      "training.steps",
    ]
    let leftSections = ["logging.", "checkpoints.", "monitor."]
    let fresh = Configuration()
    var values: [(name: String, value: HyperParameters.Value)] = []
    for key in Self.schema.keys {
      let value = key.read(self)
      guard usual.contains(key.path) || value != key.read(fresh), !left.contains(key.path),
        !leftSections.contains(where: { key.path.hasPrefix($0) }),
        let shown = HyperParameters.Value(value)
      else { continue }
      values.append((key.path, shown))
    }
    let measured =
      evaluation.every > 0 ? evaluation.metrics.flatMap { $0.measured.map(\.signal) } : []
    let metrics = measured.isEmpty ? [Signal.lossDiscriminator, .lossGenerator] : measured
    return HyperParameters(values, metrics: metrics.map(\.rawValue))
  }
}

extension HyperParameters.Value {
  /// Takes a value of the configuration; nil where nothing is set.
  fileprivate init?(_ value: ConfigurationValue) {
    switch value {
    case .none: return nil
    case .boolean(let flag): self = .flag(flag)
    case .integer(let number): self = .number(Double(number))
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .list(let names):
      if names.isEmpty { return nil }
      self = .text(names.joined(separator: ", "))
    }
  }
}
