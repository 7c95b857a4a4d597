// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// The metrics there are.
///
/// A new one is one file in `Metrics/` and one line here.
public struct MetricCatalog: Sendable {
  /// Every metric with its usual settings.
  public static let builtIn = MetricCatalog([
    FID(),
    FIDInfinity(),
    KID(),
    InceptionScore(),
    Precision(),
    Recall(),
    Density(),
    Coverage(),
    MultiScaleSimilarity(),
    SlicedWasserstein(),
    ModeCount(),
    IntraClassFID(),
    IntraClassKID(),
    Memorization(),
  ])

  /// The metrics in the order of lists.
  public let metrics: [any Metric]

  /// Creates a catalog of metrics, in the order of lists.
  public init(_ metrics: [any Metric]) { self.metrics = metrics }

  /// Returns a catalog with one more.
  public func adding(_ metric: any Metric) -> MetricCatalog { MetricCatalog(metrics + [metric]) }

  /// The metrics' names.
  public var ids: [String] { metrics.map { type(of: $0).info.id } }

  /// Returns the metric of that name.
  ///
  /// - Throws: `EvaluationError` of code `.option` that lists the known ones and the nearest.
  public func metric(_ id: String) throws(EvaluationError) -> any Metric {
    let wanted = Self.aliases[id] ?? id
    if let found = metrics.first(where: { type(of: $0).info.id == wanted }) { return found }
    let hint = Spelling.nearest(to: id, among: ids).first.map { "; did you mean '\($0)'?" } ?? "."
    throw EvaluationError(
      .option,
      "no metric is called '\(id)'\(hint) Known are \(ids.joined(separator: ", "))"
    )
  }

  /// Names of other tools.
  static let aliases = [
    "isc": "is", "inception-score": "is", "ppr": "precision", "ms_ssim": "ms-ssim",
    "fid-inf": "fid-infinity", "memorization": "memorisation", "pr": "precision",
    "intra_fid": "intra-fid", "intra_kid": "intra-kid", "fid_infinity": "fid-infinity",
  ]

  /// Returns the metrics named, in that order, each once.
  ///
  /// - Throws: as `metric(_:)`.
  public func metrics(_ ids: [String]) throws(EvaluationError) -> [any Metric] {
    var result: [any Metric] = []
    for id in ids {
      let found = try metric(id)
      if !result.contains(where: { type(of: $0).info.id == type(of: found).info.id }) {
        result.append(found)
      }
    }
    return result
  }
}
