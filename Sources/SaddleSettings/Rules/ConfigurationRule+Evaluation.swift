// SPDX-License-Identifier: Apache-2.0

extension ConfigurationRule {
  /// What measures while training need.
  static let evaluation: [ConfigurationRule] = [
    ConfigurationRule(.error, ["evaluation.every", "evaluation.metrics"]) { configuration, _ in
      guard configuration.evaluation.every > 0, configuration.evaluation.metrics.isEmpty else {
        return nil
      }
      return "evaluation.every is set and evaluation.metrics is empty: say what to measure, "
        + "such as [kid]"
    },
    ConfigurationRule(.error, ["evaluation.every", "evaluation.patience"]) { configuration, _ in
      guard configuration.evaluation.patience > 0, configuration.evaluation.every == 0 else {
        return nil
      }
      return "patience counts evaluations, and none is made: set evaluation.every and "
        + "evaluation.metrics, or patience to 0"
    },
    ConfigurationRule(.warning, ["training.steps", "evaluation.every", "evaluation.patience"]) {
      configuration,
      _ in
      let evaluation = configuration.evaluation
      let count = evaluation.every > 0 ? configuration.training.steps / evaluation.every : 0
      guard evaluation.patience > 0, count > 0, evaluation.patience >= count else { return nil }
      return "patience has no effect: \(count) evaluations are made in all"
    },
    ConfigurationRule(.error, ["data.source", "evaluation.metrics"]) { configuration, _ in
      let source = configuration.data.source
      let metrics = configuration.evaluation.metrics
      guard source.isPoints else { return nil }
      if let other = metrics.first(where: { $0 != .modes }) {
        return "\(other.rawValue) measures images and \(source.rawValue) is points; use modes"
      }
      if metrics.contains(.modes), source != .ring, source != .grid {
        return "modes are known for data.source ring and grid, and for images"
      }
      return nil
    },
    ConfigurationRule(.error, ["evaluation.extractor", "evaluation.weights"]) { configuration, _ in
      let evaluation = configuration.evaluation
      guard evaluation.extractor == .inception, evaluation.weights == nil else { return nil }
      return "extractor inception needs evaluation.weights, the file that "
        + "Scripts/convert_weights.py writes (Saddle may not ship these weights)"
    },
    ConfigurationRule(.warning, ["evaluation.extractor", "evaluation.weights"]) {
      configuration,
      _ in
      let evaluation = configuration.evaluation
      guard evaluation.extractor != .inception, evaluation.weights != nil else { return nil }
      return "has no effect with evaluation.extractor \(evaluation.extractor.rawValue)"
    },
    ConfigurationRule(
      .error,
      ["data.source", "data.size", "evaluation.metrics", "evaluation.extractor"]
    ) { configuration, _ in
      configuration.problemOfExtractor()
    },
  ]
}
