// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleTorch

/// What the generator's last layer can make against what the data are.
///
/// tanh makes -1...1, sigmoid 0...1. Data that reach a quarter of that range beyond it, that fill
/// less than a tenth, or that are all the same are critical; data in one half (0...1 against tanh)
/// are a warning. Without such a layer only the scale is judged: a root mean square above 30 or
/// below 0.01 is a warning (a ring 100 times too large left 1-2 of 8 modes; the limits are ours).
enum OutputRange: ArchitectureCheck {
  static let symptom = Symptom.dataRange

  static func check(_ model: ModelInspection) -> CheckOutcome {
    switch model.sample {
    case .failure(let reason): return .notJudged(reason.description)
    case .success(let sample):
      guard sample.minimum <= sample.maximum else {
        return .notJudged("There is no finite number in the samples.")
      }
      if sample.isConstant {
        return found(model, sample, .critical, "All \(sample.batch.count) samples are the same.")
      }
      return range(of: model.generatorLayers).map { compare(model, sample, $0) }
        ?? scale(model, sample)
    }
  }

  /// The range of the last layer that ran, leaving aside changes of shape; nil for unbounded.
  static func range(of layers: [ForwardRecorder.Layer]) -> (low: Double, high: Double)? {
    let last = layers.last {
      $0.isLeaf && !($0.module is Reshape || $0.module is Flatten || $0.module is Unflatten)
    }
    if last?.module is Tanh { return (-1, 1) }
    if last?.module is Sigmoid { return (0, 1) }
    return nil
  }

  private static func compare(
    _ model: ModelInspection,
    _ sample: DataSample,
    _ range: (low: Double, high: Double)
  ) -> CheckOutcome {
    let (low, high) = (Double(sample.minimum), Double(sample.maximum))
    let width = range.high - range.low
    let middle = (range.low + range.high) / 2
    let reach = max(high - range.high, range.low - low) / width
    let words =
      "Real samples range over \(low.short)...\(high.short), the generator's last layer over "
      + "\(range.low.short)...\(range.high.short)."
    if reach > 0.25 || (high - low) / width < 0.1 {
      return found(model, sample, .critical, words, range)
    }
    if low > middle - 0.05 * width || high < middle + 0.05 * width {
      return found(model, sample, .warning, words + " Half of it is never needed.", range)
    }
    return .clear
  }

  private static func scale(_ model: ModelInspection, _ sample: DataSample) -> CheckOutcome {
    let size = sample.rootMeanSquare
    guard size > 30 || size < 0.01 else { return .clear }
    return found(
      model,
      sample,
      .warning,
      "Real samples have a root mean square of \(size.short); networks begin at about 1."
    )
  }

  private static func found(
    _ model: ModelInspection,
    _ sample: DataSample,
    _ severity: Severity,
    _ summary: String,
    _ range: (low: Double, high: Double)? = nil
  ) -> CheckOutcome {
    .found([
      model.finding(
        symptom,
        severity,
        summary,
        side: .data,
        confidence: severity == .critical ? 0.95 : 0.55,
        evidence: [
          Evidence("smallest real value", Double(sample.minimum), .observed, range?.low),
          Evidence("largest real value", Double(sample.maximum), .observed, range?.high),
          Evidence("samples looked at", Double(sample.batch.count)),
        ],
        clearedBy: "Data that differ, scaled to the range of the generator's output.",
        remedies: { _ in !sample.isConstant }
      )
    ])
  }
}
