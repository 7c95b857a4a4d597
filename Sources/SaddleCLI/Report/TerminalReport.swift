// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import SaddleTerminal
import SaddleText

/// The report on one run as a person reads it over ssh.
///
/// In short it leaves out what follows from a cause and what comes after the first remedies; whole
/// it says everything that the JSON does.
struct TerminalReport {
  let report: RunReport
  let style: ReportStyle
  let isWhole: Bool

  init(_ report: RunReport, _ style: ReportStyle, whole: Bool = false) {
    self.report = report
    self.style = style
    self.isWhole = whole
  }

  private var diagnosis: Diagnosis { report.diagnosis }

  /// The whole report.
  var text: String {
    var writer = ReportWriter(style)
    header(&writer)
    verdict(&writer)
    LossPlots(report, style).write(to: &writer)
    story(&writer)
    findings(&writer)
    remedies(&writer)
    signals(&writer)
    ruledOut(&writer)
    notJudged(&writer)
    remarks(&writer)
    if !isWhole, hasMore {
      writer.line()
      writer.line(style.paint("Every number, remedy and reason: --full", .dim))
    }
    return writer.text
  }

  /// Color of a severity.
  static func ink(_ severity: Severity) -> Ink {
    switch severity {
    case .notice: .cyan
    case .warning: .yellow
    case .critical: .red
    }
  }

  /// Color of a health.
  static func ink(_ health: Health) -> Ink {
    switch health {
    case .healthy: .green
    case .watch: .yellow
    case .sick: .red
    case .dead: .magenta
    case .unjudgeable: .dim
    }
  }

  private func header(_ writer: inout ReportWriter) {
    let name = TextLayout.shorten(ForeignText.inLine(report.name), to: style.width)
    writer.line(style.paint(name, .bold))
    var facts = [report.source]
    if let first = diagnosis.firstStep, let last = diagnosis.lastStep {
      facts.append("steps \(NumberText.count(first)) to \(NumberText.count(last))")
    }
    facts.append(diagnosis.objective.words)
    writer.paragraph(facts.joined(separator: " · "), indent: 0, ink: .dim)
  }

  private func verdict(_ writer: inout ReportWriter) {
    writer.line()
    let word = " \(diagnosis.health.rawValue.uppercased()) "
    let ink = Self.ink(diagnosis.health)
    let label = style.hasColor ? style.paint(word, .inverse, .bold, ink) : word
    let reasons =
      diagnosis.healthReasons.isEmpty ? [report.verdictInWords] : diagnosis.healthReasons
    let indent = TextLayout.width(word) + 1
    for (index, reason) in reasons.enumerated() {
      let broken = TextLayout.wrap(ForeignText.inLine(reason), to: style.width - indent)
      for (row, part) in broken.enumerated() {
        let isFirst = index == 0 && row == 0
        writer.line((isFirst ? label : String(repeating: " ", count: indent - 1)) + " " + part)
      }
    }
    answers(&writer)
    outlook(&writer)
  }

  /// What is wrong since when, how sure and on what grounds, what to do next.
  private func answers(_ writer: inout ReportWriter) {
    func line(_ lead: String, _ text: String) {
      writer.paragraph(text, indent: 13, lead: "  " + lead, leadInk: .dim)
    }
    if let since = report.causeInWords { line("Since", since) }
    if let sure = report.groundsInWords { line("How sure", sure) }
    if let next = report.nextInWords { line("Do next", next) }
  }

  private func outlook(_ writer: inout ReportWriter) {
    if let best = report.bestInWords {
      writer.paragraph(best, indent: 13, lead: "  Best", leadInk: .dim)
    }
    writer.paragraph(report.outlookInWords, indent: 13, lead: "  Going on", leadInk: .dim)
  }

  private func story(_ writer: inout ReportWriter) {
    guard !diagnosis.story.isEmpty || !report.interventions.isEmpty else { return }
    writer.heading("What happened")
    if !diagnosis.story.isEmpty { writer.paragraph(diagnosis.story) }
    for intervention in report.interventions {
      writer.paragraph("autopilot " + intervention.story)
    }
  }
}
