// SPDX-License-Identifier: Apache-2.0

import SaddleDashboard
import SaddleHealth

/// Several runs side by side: a table, then each in short.
struct Comparison {
  private let reports: [RunReport]
  private let style: ReportStyle

  /// Creates a comparison.
  init(_ reports: [RunReport], _ style: ReportStyle) {
    self.reports = reports
    self.style = style
  }

  /// The whole text.
  var text: String {
    var writer = ReportWriter(style)
    table(&writer)
    for report in reports { short(report, &writer) }
    writer.line()
    writer.line(style.paint("Everything on each run: --full", .dim))
    return writer.text
  }

  private func table(_ writer: inout ReportWriter) {
    let head = ["run", "health", "steps", "main finding", "since", "best"]
    let rows = reports.map(row)
    var widths = head.indices.map { column in
      max(head[column].count, rows.map { TextLayout.width($0[column]) }.max() ?? 0)
    }
    let spare = style.width - 2 * (head.count - 1) - widths.reduce(0, +)
    if spare < 0 { widths[0] = max(10, widths[0] + spare) }
    writer.line(style.paint(line(head, widths), .dim))
    for (report, cells) in zip(reports, rows) {
      var cells = cells
      cells[0] = TextLayout.shorten(cells[0], to: widths[0])
      let padded = zip(cells, widths).enumerated().map { column, cell in
        Self.numeric.contains(column)
          ? TextLayout.padLeft(cell.0, to: cell.1) : TextLayout.pad(cell.0, to: cell.1)
      }
      var painted = padded
      painted[1] = style.paint(padded[1], TerminalReport.ink(report.diagnosis.health))
      writer.line(painted.joined(separator: "  "))
    }
  }

  private static let numeric: Set<Int> = [2, 4]

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    zip(cells, widths).enumerated().map { column, cell in
      Self.numeric.contains(column)
        ? TextLayout.padLeft(cell.0, to: cell.1) : TextLayout.pad(cell.0, to: cell.1)
    }.joined(separator: "  ")
  }

  private func row(_ report: RunReport) -> [String] {
    let diagnosis = report.diagnosis
    let main = report.mainFinding
    let best = diagnosis.best.map {
      "\(NumberText.value($0.value.value)) at \(NumberText.count($0.step))"
    }
    return [
      TextLayout.harmless(report.name),
      diagnosis.health.rawValue,
      diagnosis.lastStep.map { NumberText.count($0) } ?? "",
      main?.symptom.words ?? "none",
      main.map { NumberText.count($0.firstStep) } ?? "",
      best ?? "",
    ]
  }

  private func short(_ report: RunReport, _ writer: inout ReportWriter) {
    let diagnosis = report.diagnosis
    writer.line()
    let name = TextLayout.shorten(TextLayout.harmless(report.name), to: style.width - 14)
    let health = style.paint(
      diagnosis.health.rawValue.uppercased(),
      .bold,
      TerminalReport.ink(diagnosis.health)
    )
    writer.line(style.paint(name, .bold) + "  " + health)
    let reasons =
      diagnosis.healthReasons.isEmpty
      ? [TerminalReport.fallback(report)] : Array(diagnosis.healthReasons.prefix(2))
    for reason in reasons { writer.paragraph(reason, indent: 2) }
    if let remedy = report.remedies.first {
      writer.paragraph(remedy.title, indent: 9, lead: "  Do", leadInk: .dim)
    }
    if let best = TerminalReport.best(report) {
      writer.paragraph(best, indent: 9, lead: "  Best", leadInk: .dim)
    }
    if !diagnosis.outlook.worthGoingOn {
      writer.paragraph(diagnosis.outlook.reason, indent: 9, lead: "  Stop", leadInk: .dim)
    }
  }
}
