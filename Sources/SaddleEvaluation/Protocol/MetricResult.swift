// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// A number with its protocol.
public struct MetricResult: Sendable, Codable {
  /// The metric's name: `fid`.
  public var metric: String
  /// The number; NaN and infinity are written as words.
  public var value: Double
  /// 95 % interval; nil where none is known.
  public var interval: Interval?
  /// Whether a higher value is better; nil where neither is.
  public var higherIsBetter: Bool?
  /// More numbers by name.
  public var details: [Detail]
  /// What a reader must know.
  public var warnings: [String]
  /// How the number errs.
  public var bias: String
  /// How it was found.
  public var protocolFields: MetricProtocol
  /// The protocol's fingerprint.
  public var fingerprint: String
  /// Seconds that the metric took, features not counted.
  public var seconds: Double?

  /// A number by name.
  public struct Detail: Sendable, Codable, Equatable {
    /// What it is.
    public var name: String
    /// The number, in the unit that its name says.
    public var value: Double
  }

  enum CodingKeys: String, CodingKey {
    case metric, value, interval, higherIsBetter, details, warnings, bias
    case protocolFields = "protocol"
    case fingerprint, seconds
  }

  /// Creates a result.
  public init(_ measurement: Measurement, of info: MetricInfo, by fields: MetricProtocol) {
    metric = info.id
    value = measurement.value
    interval = measurement.interval
    higherIsBetter = info.higherIsBetter
    details = measurement.details.map { Detail(name: $0.name, value: $0.value) }
    warnings = measurement.warnings
    bias = info.bias
    protocolFields = fields
    fingerprint = fields.fingerprint
  }
}

/// All numbers of one set of fake images.
public struct EvaluationReport: Sendable, Codable {
  /// What was measured: a folder, a run, a checkpoint.
  public var name: String
  /// The numbers in the order asked for.
  public var results: [MetricResult]
  /// What could not be measured; nil where everything was.
  public var failures: [MetricFailure]?
  /// How many images of each class there are; nil where no side has classes.
  public var classes: [ClassCount]?
  /// What a reader must know of all of them together.
  public var warnings: [String]

  /// Creates a report; adds the warnings that only several numbers together allow.
  public init(
    name: String,
    results: [MetricResult],
    failures: [MetricFailure] = [],
    warnings: [String] = []
  ) {
    self.name = name
    self.results = results
    self.failures = failures.isEmpty ? nil : failures
    self.warnings = warnings + Self.joint(results)
  }

  /// Throws the first failure, for whoever needs all that was asked for.
  public func requireAll() throws(MetricFailure) {
    if let failure = failures?.first { throw failure }
  }

  /// The value of a metric by its name, `fid`; nil where it wasn't measured.
  public func value(_ metric: String) -> Double? {
    results.first { $0.metric == metric }?.value
  }

  private static func joint(_ results: [MetricResult]) -> [String] {
    let value = { (id: String) in results.first { $0.metric == id }?.value }
    var warnings: [String] = []
    if let precision = value("precision"), let recall = value("recall"),
      precision - recall > 0.3, recall < 0.5
    {
      warnings.append(
        "precision \(NumberText.measured(precision)) is high and recall \(NumberText.measured(recall)) low: "
          + "the samples show a part of the data only (mode collapse)"
      )
    }
    if let density = value("density"), let coverage = value("coverage"),
      density > 1.3, coverage < 0.7
    {
      warnings.append(
        "density \(NumberText.measured(density)) with coverage \(NumberText.measured(coverage)): "
          + "the samples crowd in few places"
      )
    }
    return warnings
  }
}

/// Several reports side by side: only where every number was found the same way.
public struct Comparison: Sendable {
  /// The reports, one a set of fake images.
  public let reports: [EvaluationReport]
  /// The metrics, in order.
  public let metrics: [String]

  /// Puts reports side by side.
  ///
  /// - Throws: `EvaluationError` of code `.incomparable` that names the metric, both sides and each
  ///   field that differs.
  public init(_ reports: [EvaluationReport]) throws(EvaluationError) {
    guard !reports.isEmpty else { throw EvaluationError(.samples, "nothing to compare") }
    var metrics: [String] = []
    for result in reports.flatMap(\.results) where !metrics.contains(result.metric) {
      metrics.append(result.metric)
    }
    for metric in metrics { try Self.check(metric, reports) }
    self.reports = reports
    self.metrics = metrics
  }

  /// Throws where a metric was not found the same way in all reports that have it.
  private static func check(
    _ metric: String,
    _ reports: [EvaluationReport]
  ) throws(EvaluationError) {
    func result(_ report: EvaluationReport) -> MetricResult? {
      report.results.first { $0.metric == metric }
    }
    guard let start = reports.firstIndex(where: { result($0) != nil }),
      let result = result(reports[start])
    else { return }
    let first = reports[start]
    for other in reports[(start + 1)...] {
      guard let twin = other.results.first(where: { $0.metric == metric }) else {
        // One that failed is shown as such and compares with nothing.
        if other.failures?.contains(where: { $0.metric == metric }) == true { continue }
        throw EvaluationError(
          .incomparable,
          "\(metric) was measured of \(first.name) and not of \(other.name)"
        )
      }
      guard result.fingerprint != twin.fingerprint else { continue }
      let differences = result.protocolFields.differences(from: twin.protocolFields)
      throw EvaluationError(
        .incomparable,
        "\(metric) of \(first.name) (\(result.fingerprint)) and of \(other.name) "
          + "(\(twin.fingerprint)) were not found the same way and can't be compared; "
          + differences.joined(separator: "; ")
      )
    }
  }

  /// Returns the number of the best report by a metric; nil where neither direction is better.
  public func best(by metric: String) -> Int? {
    let results = reports.map { $0.results.first { $0.metric == metric } }
    guard let higher = results.lazy.compactMap(\.self).first?.higherIsBetter else { return nil }
    let values = results.map { $0?.value ?? .nan }
    let finite = values.indices.filter { values[$0].isFinite }
    return higher
      ? finite.max { values[$0] < values[$1] } : finite.min { values[$0] < values[$1] }
  }
}
