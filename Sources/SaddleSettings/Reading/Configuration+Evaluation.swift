// SPDX-License-Identifier: Apache-2.0

extension Configuration {
  /// Whether images are measured while the run goes on, which takes a `SampleEvaluator`.
  public var measuresImages: Bool {
    evaluation.every > 0 && !data.source.isPoints
      && evaluation.metrics.contains { !$0.comparesPairs }
  }

  /// Returns why the extractor can't serve the metrics, or nil.
  func problemOfExtractor() -> String? {
    guard measuresImages, evaluation.extractor == .pixels else { return nil }
    let needsClasses = evaluation.metrics.first { $0 == .modes || $0 == .inceptionScore }
    return needsClasses.map {
      "\($0.rawValue) needs a classifier, and pixels is none; allowed: auto, lite0, small, inception"
    }
  }
}
