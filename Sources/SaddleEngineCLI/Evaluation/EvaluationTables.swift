// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleRuns
import SaddleTerminal
import SaddleText

/// How reports are printed and read again.
enum EvaluationTables {
  /// The metrics there are and what to know of them.
  static func metrics() -> String {
    var table = Table([.text("metric"), .text("better"), .text("what it measures"), .text("errs")])
    for metric in MetricCatalog.builtIn.metrics {
      let info = type(of: metric).info
      let better = info.higherIsBetter.map { $0 ? "higher" : "lower" } ?? "-"
      table.append([
        Table.Cell(info.id), Table.Cell(better), Table.Cell(info.summary), Table.Cell(info.bias),
      ])
    }
    return table.render(.standardOutput)
  }

  /// A row a metric, a column a report, and below what has to be known.
  static func text(_ comparison: Comparison) -> String {
    let reports = comparison.reports
    let names = reports.map(\.name)
    var table = Table(
      [.text("metric")] + names.map { .number($0) } + [.text("better"), .text("fingerprint")]
    )
    for metric in comparison.metrics {
      let best = reports.count > 1 ? comparison.best(by: metric) : nil
      let found = reports.lazy.compactMap { $0.results.first { $0.metric == metric } }.first
      guard let first = found else { continue }
      let values = reports.enumerated().map { index, report in
        let result = report.results.first { $0.metric == metric }
        return Table.Cell(result.map(value) ?? "-", index == best ? .green : nil)
      }
      let better = first.higherIsBetter.map { $0 ? "higher" : "lower" } ?? "-"
      table.append(
        [Table.Cell(metric)] + values + [Table.Cell(better), Table.Cell(first.fingerprint)]
      )
    }
    var lines = [table.render(.standardOutput)]
    for report in reports {
      lines += details(report)
      if let classes = classes(report) { lines.append(classes) }
      lines += (report.failures ?? []).map { "error: \(report.name): \($0)" }
      let warnings = report.warnings + report.results.flatMap(\.warnings)
      lines += warnings.map { "warning: \(report.name): \($0)" }
    }
    lines += protocols(comparison)
    return lines.joined(separator: "\n")
  }

  private static func value(_ result: MetricResult) -> String {
    let text = NumberText.measured(result.value)
    guard let interval = result.interval else { return text }
    return "\(text) [\(NumberText.measured(interval.low)), \(NumberText.measured(interval.high))]"
  }

  /// Images by class, the fakes' of the reals', the largest classes first; a side without classes
  /// has no counts, which is not the same as none of each.
  private static func classes(_ report: EvaluationReport) -> String? {
    guard let classes = report.classes, !classes.isEmpty else { return nil }
    let isKnown = (classes.contains { $0.fake > 0 }, classes.contains { $0.real > 0 })
    let shown = classes.prefix(20).map {
      "\($0.name) \(isKnown.0 ? "\($0.fake)" : "?")/\(isKnown.1 ? "\($0.real)" : "?")"
    }
    let rest = classes.count > 20 ? ", and \(classes.count - 20) more" : ""
    return "\(report.name): classes (fake/real): \(shown.joined(separator: ", "))\(rest)"
  }

  private static func details(_ report: EvaluationReport) -> [String] {
    report.results.filter { !$0.details.isEmpty }.map { result in
      let parts = result.details.map { "\($0.name) \(NumberText.measured($0.value))" }
      return "\(report.name): \(result.metric): \(parts.joined(separator: ", "))"
    }
  }

  private static func protocols(_ comparison: Comparison) -> [String] {
    comparison.metrics.compactMap { metric in
      comparison.reports.lazy.compactMap { $0.results.first { $0.metric == metric } }.first
    }.map { result in
      let fields = result.protocolFields
      let extractor = fields.extractor.map {
        ", \($0) \(fields.extractorHash?.prefix(12) ?? "") (\(fields.resize ?? ""))"
      }
      let reference = fields.reference.map {
        ", real \($0) \(fields.referenceHash?.prefix(12) ?? "") n=\(fields.realCount ?? 0)"
      }
      return
        "\(result.fingerprint): \(result.metric) v\(fields.version), fake n=\(fields.fakeCount)"
        + (reference ?? "") + (extractor ?? "") + "; \(result.bias)"
    }
  }

  // MARK: - JSON

  /// The reports as JSON; NaN and infinity are words.
  static func json(_ reports: [EvaluationReport]) throws -> String {
    let encoder = JSONEncoder.stable(isPretty: true)
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity",
      negativeInfinity: "-Infinity",
      nan: "NaN"
    )
    return String(decoding: try encoder.encode(reports), as: UTF8.self)
  }

  /// Reads reports that `json` wrote.
  ///
  /// - Throws: `Failure` naming the file.
  static func read(_ path: String) throws -> [EvaluationReport] {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity",
      negativeInfinity: "-Infinity",
      nan: "NaN"
    )
    do {
      return try decoder.decode(
        [EvaluationReport].self,
        from: Data(contentsOf: URL(filePath: path))
      )
    } catch is DecodingError {
      throw Failure("\(path): no reports as `saddle evaluate --json` prints them")
    } catch {
      throw Failure("\(path): \(error.localizedDescription)")
    }
  }
}
