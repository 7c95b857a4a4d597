// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What the page's script draws of a run.
struct RunData: Encodable {
  /// A finding's interval.
  struct Interval: Encodable {
    var number: Int
    var severity: Severity
    var first: Int
    var last: Int
  }

  var first: Int
  var last: Int
  var best: Int?
  var findings: [Interval]
  var charts: [ChartData]

  private enum CodingKeys: String, CodingKey {
    case first, last, best, findings, charts
  }

  init(_ report: RunReport) {
    let end = report.trace.lastStep ?? 0
    first = report.trace.firstStep ?? 0
    last = end
    best = report.diagnosis.best?.step
    findings = report.findings.enumerated().map { index, finding in
      Interval(
        number: index + 1,
        severity: finding.severity,
        first: finding.firstStep,
        last: max(finding.firstStep, finding.state == .firing ? end : finding.lastStep)
      )
    }
    charts = ChartData.charts(of: report)
  }

  /// Writes `best` even where there is none, as the script expects.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(first, forKey: .first)
    try container.encode(last, forKey: .last)
    try container.encode(best, forKey: .best)
    try container.encode(findings, forKey: .findings)
    try container.encode(charts, forKey: .charts)
  }
}

/// One plot: signals that share an axis.
struct ChartData: Encodable {
  struct Line: Encodable {
    var name: String
    var color: Int
    var ordered: Bool
    var x: [Double]
    var y: [Double?]
    /// Extremes, where a point stands for several values.
    var low: [Double?]?
    var high: [Double?]?
  }

  var title: String
  var isWide: Bool
  var log: Bool
  /// Range that single peaks were cut off from.
  var cut: [Double]?
  var references: [Double]
  var series: [Line]

  private enum CodingKeys: String, CodingKey {
    case title, log, cut, references, series
  }

  /// The plots in the order of the page: losses first and over the whole width.
  static func charts(of report: RunReport) -> [ChartData] {
    Self.groups.compactMap { group in
      let found = group.signals.compactMap { signal in
        report.trace.series[signal].map { (signal, $0) }
      }
      guard !found.isEmpty else { return nil }
      let objective = report.diagnosis.objective
      let hasWhole = report.trace.series[group.signals[0]] != nil
      let reference: Double? =
        switch group.signals[0] {
        case .lossDiscriminator where hasWhole: objective.idealDiscriminatorLoss
        case .lossGenerator where hasWhole: objective.idealGeneratorLoss
        default: nil
        }
      return ChartData(group, found, reference)
    }
  }

  private init(_ group: Group, _ found: [(Signal, Series)], _ reference: Double?) {
    let scales = found.compactMap { PlotScale($0.1) }
    title = group.title
    isWide = group.isWide
    log = !scales.isEmpty && scales.allSatisfy(\.isLogarithmic)
    let isCut = !log && scales.contains(where: \.isClipped)
    cut =
      isCut ? [scales.map(\.low).min() ?? 0, scales.map(\.high).max() ?? 1].map(Self.short) : nil
    references = reference.map { [$0] } ?? []
    series = found.enumerated().map { index, entry in
      Line(entry.0.rawValue, color: group.firstColor + index, entry.1)
    }
  }

  /// Five significant digits: a pixel is a thousandth, and the page stays small.
  fileprivate static func short(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    guard (1e-250...1e250).contains(value.magnitude) else { return value }
    let unit = decimalUnit(value.magnitude)
    return (value / unit).rounded() * unit
  }

  private static func decimalUnit(_ magnitude: Double) -> Double {
    var unit = 1.0
    while magnitude / unit >= 1e6 { unit *= 10 }
    while magnitude / unit < 1e5 { unit /= 10 }
    return unit
  }

  private struct Group {
    var title: String
    var isWide = false
    var firstColor = 0
    var signals: [Signal]
  }

  private static let groups: [Group] = {
    let losses = [
      Group(
        title: "Discriminator loss",
        isWide: true,
        signals: [
          .lossDiscriminator, .lossDiscriminatorAdversarial, .lossDiscriminatorReal,
          .lossDiscriminatorFake,
        ]
      ),
      Group(
        title: "Generator loss",
        isWide: true,
        firstColor: 1,
        signals: [
          .lossGenerator, .lossGeneratorAdversarial, .lossGeneratorReconstruction,
          .lossGeneratorFeatureMatching,
        ]
      ),
    ]
    let metrics = Signal.allCases.filter { $0.rawValue.hasPrefix("metrics/") }
      .map { Group(title: $0.rawValue, firstColor: 2, signals: [$0]) }
    let titles = [
      ("scores/", "Discriminator scores"), ("probability/", "Discriminator probabilities"),
      ("signs/", "Signs of the scores"), ("accuracy/", "Discriminator accuracy"),
      ("diversity/", "Diversity of samples"), ("grad_norm/", "Gradient norms"),
      ("penalty/", "Penalties"), ("update_ratio/", "Update over weight"),
      ("learning_rate/", "Learning rates"), ("augmentation/", "Augmentation"),
      ("data/", "Range of the data"), ("samples/", "Range of the samples"),
      ("weight/", "Weights of terms"), ("codebook/", "Codebook"), ("scaling/", "Loss scale"),
      ("non_finite/", "Non-finite numbers"), ("progress/", "Progress"), ("timing/", "Timing"),
    ]
    let rest = titles.map { prefix, title in
      Group(title: title, signals: Signal.allCases.filter { $0.rawValue.hasPrefix(prefix) })
    }
    return losses + metrics + rest
  }()
}

extension ChartData.Line {
  init(_ name: String, color: Int, _ series: Series) {
    let buckets = series.buckets
    self.name = name
    self.color = color % 6
    ordered = zip(buckets, buckets.dropFirst()).allSatisfy { $0.lastStep <= $1.firstStep }
    x = buckets.map { (Double($0.firstStep) + Double($0.lastStep)) / 2 }
    y = buckets.map { $0.isGap ? nil : ChartData.short($0.mean) }
    guard buckets.contains(where: { $0.minimum < $0.maximum }) else { return }
    low = buckets.map { $0.isGap ? nil : ChartData.short($0.minimum) }
    high = buckets.map { $0.isGap ? nil : ChartData.short($0.maximum) }
  }
}
