// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import SaddleTerminal
import SaddleText

/// Several runs side by side: a table, then each in short.
struct Comparison {
  private let reports: [RunReport]
  private let style: ReportStyle

  init(_ reports: [RunReport], _ style: ReportStyle) {
    self.reports = reports
    self.style = style
  }

  /// The whole text.
  var text: String {
    var writer = ReportWriter(style)
    table(&writer)
    // Of many runs, the healthy ones have said all in the table.
    let told = reports.count > 4 ? reports.filter { $0.diagnosis.health != .healthy } : reports
    for report in told { short(report, &writer) }
    writer.line()
    writer.line(style.paint("Everything on each run: --full", .dim))
    return writer.text
  }

  /// A column of the table.
  private struct Column: Sendable {
    var name: String
    var isNumber = false
    var cell: @Sendable (RunReport) -> String
  }

  private static let columns: [Column] = [
    Column(name: "run") { ForeignText.inLine($0.name) },
    Column(name: "health") { $0.diagnosis.health.rawValue },
    Column(name: "steps", isNumber: true) {
      $0.diagnosis.lastStep.map { NumberText.count($0) } ?? ""
    },
    Column(name: "main finding") { $0.mainFinding?.symptom.words ?? "none" },
    Column(name: "since", isNumber: true) {
      $0.mainFinding.map { NumberText.count($0.firstStep) } ?? ""
    },
    Column(name: "best", isNumber: true) {
      $0.diagnosis.best.map { NumberText.value($0.value.value) } ?? ""
    },
    Column(name: "at step", isNumber: true) {
      $0.diagnosis.best.map { NumberText.count($0.step) } ?? ""
    },
  ]

  /// Columns that give way, first to last, where the names would be cut.
  private static let spare = ["steps", "since", "at step"]

  private func table(_ writer: inout ReportWriter) {
    var columns = Self.columns
    if reports.allSatisfy({ $0.diagnosis.best == nil }) {
      columns.removeAll { ["best", "at step"].contains($0.name) }
    }
    var widths = columns.map(width)
    for name in Self.spare where total(widths) > style.width {
      guard let index = columns.firstIndex(where: { $0.name == name }) else { continue }
      columns.remove(at: index)
      widths.remove(at: index)
    }
    if total(widths) > style.width { widths[0] = max(8, widths[0] + style.width - total(widths)) }
    let head = zip(columns, widths).map { Self.pad($0.name, $0, $1) }
    writer.line(style.paint(head.joined(separator: "  "), .dim))
    for report in reports {
      let cells = zip(columns, widths).map { column, width in
        let text = Self.pad(TextLayout.shorten(column.cell(report), to: width), column, width)
        return column.name == "health"
          ? style.paint(text, TerminalReport.ink(report.diagnosis.health)) : text
      }
      writer.line(cells.joined(separator: "  "))
    }
  }

  private func width(_ column: Column) -> Int {
    max(column.name.count, reports.map { TextLayout.width(column.cell($0)) }.max() ?? 0)
  }

  private func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + 2 * (widths.count - 1) }

  private static func pad(_ text: String, _ column: Column, _ width: Int) -> String {
    column.isNumber ? TextLayout.padLeft(text, to: width) : TextLayout.pad(text, to: width)
  }

  private func short(_ report: RunReport, _ writer: inout ReportWriter) {
    let diagnosis = report.diagnosis
    writer.line()
    let name = TextLayout.shorten(ForeignText.inLine(report.name), to: style.width - 14)
    let health = style.paint(
      diagnosis.health.rawValue.uppercased(),
      .bold,
      TerminalReport.ink(diagnosis.health)
    )
    writer.line(style.paint(name, .bold) + "  " + health)
    let reasons =
      diagnosis.healthReasons.isEmpty
      ? [report.verdictInWords] : Array(diagnosis.healthReasons.prefix(2))
    for reason in reasons { writer.paragraph(reason, indent: 2) }
    if let remedy = report.remedies.first {
      writer.paragraph(remedy.title, indent: 9, lead: "  Do", leadInk: .dim)
    }
    if let best = report.bestInWords {
      writer.paragraph(best, indent: 9, lead: "  Best", leadInk: .dim)
    }
    if !diagnosis.outlook.worthGoingOn {
      writer.paragraph(diagnosis.outlook.reason, indent: 9, lead: "  Stop", leadInk: .dim)
    }
  }
}
