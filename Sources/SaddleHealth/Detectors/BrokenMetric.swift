// SPDX-License-Identifier: Apache-2.0

/// The sample metric can't be right: its computation wants mending, not the training.
///
/// A Frechet distance is a distance: below zero (beyond rounding) or above 1e4 the matrix square root
/// has failed (noise against photographs is some 500 in Inception's features). So has one that is not
/// finite in a fifth of its evaluations, and an Inception score below 1. Such values are no best, no
/// worsening and no reason to stop (`MetricBook` leaves them out). A metric that was never anything but
/// 0 or -1 was never computed.
struct BrokenMetric: Detector {
  static let info = DetectorInfo(
    guide: .brokenMetric,
    glances: MetricBook.ranking,
    cadence: .everyObservation,
    hold: .none,
    release: .forever
  )

  /// Share of evaluations that are not finite.
  static let undefined = Threshold.above(
    0.2,
    unit: "% of evaluations",
    scale: 100,
    source: "one in five is more than an odd batch of samples; a single one says nothing"
  )
  /// Evaluations that must be so.
  static let several = 2
  /// Evaluations that never were anything but a placeholder.
  static let placeholders = 5

  static let negative = Threshold.below(
    -0.01,
    source: "theory: a squared distance; the square root of a matrix leaves errors of 0.001"
  )
  static let huge = Threshold.above(
    1e4,
    source: "theory: 2,048 features of mean square below 5 can't be further apart"
  )
  static let lessThanOne = Threshold.below(
    0.99,
    source: "theory: the exponential of a divergence is 1 at least; rounding leaves less than 0.01"
  )

  private enum Sign: String, Codable {
    case impossible, undefined, placeholder
  }

  private var evaluations = Array(repeating: 0, count: MetricBook.ranking.count)
  private var nonFinite = Array(repeating: 0, count: MetricBook.ranking.count)
  private var empty = Array(repeating: 0, count: MetricBook.ranking.count)
  private var impossible = 0
  private var worst: Number?
  private var signal = Signal.metricFID
  private var sign = Sign.impossible
  private var since = 0

  mutating func observe(_ run: RunView) -> Verdict {
    for (index, metric) in MetricBook.ranking.enumerated() {
      guard let value = run.value(metric) else { continue }
      evaluations[index] += 1
      if !value.isFinite { nonFinite[index] += 1 }
      let isEmpty = metric.isPlaceholder(value)
      if isEmpty { empty[index] += 1 }
      guard value.isFinite, !isEmpty, !metric.allows(value, features: run.context.metricFeatures)
      else { continue }
      if impossible == 0 {
        signal = metric
        since = run.step
      }
      if worst.map({ value.magnitude > $0.value.magnitude }) ?? true { worst = Number(value) }
      impossible += 1
    }
    return judge()
  }

  private mutating func judge() -> Verdict {
    if impossible > 0 {
      sign = .impossible
      return .present(.warning, confidence: 0.95)
    }
    for (index, metric) in MetricBook.ranking.enumerated() where evaluations[index] > 0 {
      let share = Double(nonFinite[index]) / Double(evaluations[index])
      if nonFinite[index] >= Self.several, Self.undefined.holds(share) {
        sign = .undefined
        signal = metric
        return .present(.warning, confidence: 0.9)
      }
      if empty[index] == evaluations[index], empty[index] >= Self.placeholders {
        sign = .placeholder
        signal = metric
        return .present(.notice, confidence: 0.8)
      }
    }
    return nonFinite.contains { $0 > 0 } ? .fading : .clear
  }

  func describe(_ run: RunView) -> Description {
    let name = signal.shortName
    let index = MetricBook.ranking.firstIndex(of: signal) ?? 0
    let total = evaluations[index]
    let summary =
      switch sign {
      case .impossible:
        "\(name) of \((worst?.value ?? 0).text) is impossible: its computation is broken (too few "
          + "samples, or an unstable matrix square root). Such values are not judged."
      case .undefined:
        "\(name) is not a number in \(nonFinite[index]) of \(total) evaluations: its computation is "
          + "broken, not the weights. The others are judged."
      case .placeholder: "\(name) was never computed: all \(total) values are a placeholder."
      }
    return Description(
      summary,
      side: .data,
      basis: .samples,
      evidence: [
        sign == .undefined
          ? Self.undefined.evidence(
            "evaluations without a number",
            signal: signal,
            Double(nonFinite[index]) / Double(Swift.max(total, 1))
          ) : Evidence(name, signal: signal, worst?.value ?? 0)
      ],
      clearedBy: "Nothing that comes later: the values stay as they are.",
      onset: sign == .impossible ? since : nil
    )
  }
}

extension Signal {
  /// Whether a metric is a distance that is never exactly 0 in practice.
  private var isDistance: Bool {
    switch self {
    case .metricFID, .metricKID, .metricFrechet, .metricSWD, .metricLPIPS: true
    default: false
    }
  }

  /// Whether a value stands for "not computed": -1 (of a ratio in decibels it is one), or the 0 of a
  /// distance.
  func isPlaceholder(_ value: Double) -> Bool {
    value == -1 && self != .metricPSNR || value == 0 && isDistance
  }

  /// Whether a value of this metric may be compared with others: finite, possible, no placeholder.
  package func countsAsMetric(_ value: Double, features: String?) -> Bool {
    value.isFinite && !isPlaceholder(value) && allows(value, features: features)
  }

  /// Whether the signal says something of the evaluation or the clock, not of the training.
  @inline(__always) var isBesideTraining: Bool { Self.besideTraining.contains(self) }

  private static let besideTraining = SignalSet(
    allCases.filter { $0.rawValue.hasPrefix("metrics/") || $0.rawValue.hasPrefix("timing/") }
  )

  /// Whether a value of this metric is possible; what is not says something of its computation only.
  ///
  /// - Parameters:
  ///   - value: A finite value.
  ///   - features: The network whose features a Frechet distance compares; nil for Inception.
  func allows(_ value: Double, features: String?) -> Bool {
    switch self {
    case .metricFID:
      !BrokenMetric.negative.holds(value)
        && (!BrokenMetric.huge.holds(value) || features.map { $0 != "inception" } ?? false)
    case .metricFrechet: !BrokenMetric.negative.holds(value)
    case .metricInceptionScore: !BrokenMetric.lessThanOne.holds(value)
    default: true
    }
  }
}

extension Symptom {
  /// The sample metric can't be right.
  public static let brokenMetric = Symptom("brokenMetric")
}

extension SymptomGuide {
  static let brokenMetric = SymptomGuide(
    .brokenMetric,
    title: "a broken sample metric",
    absence: "The sample metric's values are possible ones.",
    log: [.metricFID, .metricKID],
    meaning:
      "The metric's computation fails, not the training: a Frechet distance that is negative, "
      + "astronomic or not a number comes of too few samples for its covariance or of an unstable "
      + "matrix square root. Nothing is concluded from such values.",
    measurement:
      "An FID \(BrokenMetric.negative.words) or \(BrokenMetric.huge.words) (in Inception's features), "
      + "an Inception score \(BrokenMetric.lessThanOne.words), or a "
      + "metric that is not finite in \(BrokenMetric.undefined.words); only 0 or -1 is a notice.",
    limits: [
      "FID, small": BrokenMetric.negative, "FID, large": BrokenMetric.huge,
      "Inception score": BrokenMetric.lessThanOne,
      "evaluations that are not finite": BrokenMetric.undefined,
    ],
    caveat: "A Frechet distance in another network's features may be of any size: declare it.",
    sources: [
      "Heusel et al. 2017, arXiv:1706.08500", "mseitzer/pytorch-fid: 2,048 samples at least",
    ],
    gravity: .danger,
    causeClass: .environment,
    remedies: [Remedy.mendMetric]
  )
}
