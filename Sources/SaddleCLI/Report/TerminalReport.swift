// SPDX-License-Identifier: Apache-2.0

import SaddleDashboard
import SaddleHealth

/// The report on one run as a person reads it over ssh.
struct TerminalReport {
  let report: RunReport
  let style: ReportStyle

  /// Creates the report.
  init(_ report: RunReport, _ style: ReportStyle) {
    self.report = report
    self.style = style
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
    return writer.text
  }

  /// Colour of a severity.
  static func ink(_ severity: Severity) -> ReportStyle.Ink {
    switch severity {
    case .notice: .cyan
    case .warning: .yellow
    case .critical: .red
    }
  }

  /// Colour of a health.
  static func ink(_ health: Health) -> ReportStyle.Ink {
    switch health {
    case .healthy: .green
    case .watch: .yellow
    case .sick: .red
    case .dead: .magenta
    case .unjudgeable: .dim
    }
  }

  private func header(_ writer: inout ReportWriter) {
    let name = TextLayout.shorten(TextLayout.harmless(report.name), to: style.width)
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
    let label = style.hasColour ? style.paint(word, .inverse, .bold, ink) : word
    let reasons =
      diagnosis.healthReasons.isEmpty ? [Self.fallback(report)] : diagnosis.healthReasons
    let indent = TextLayout.width(word) + 1
    for (index, reason) in reasons.enumerated() {
      let broken = TextLayout.wrap(TextLayout.harmless(reason), to: style.width - indent)
      for (row, part) in broken.enumerated() {
        let isFirst = index == 0 && row == 0
        writer.line((isFirst ? label : String(repeating: " ", count: indent - 1)) + " " + part)
      }
    }
    outlook(&writer)
  }

  /// What to say where the diagnosis gives no reason.
  static func fallback(_ report: RunReport) -> String {
    if let worst = report.firing.first { return worst.summary }
    return report.diagnosis.health == .unjudgeable
      ? "Too little was logged to say."
      : "Nothing is firing."
  }

  private func outlook(_ writer: inout ReportWriter) {
    if let best = Self.best(report) {
      writer.paragraph(best, indent: 13, lead: "  Best", leadInk: .dim)
    }
    let outlook = diagnosis.outlook
    var words = outlook.worthGoingOn ? "Worth it. " : "Not worth it. "
    words += outlook.reason
    if let step = diagnosis.stopAdvisedAt {
      words += " A live watcher would have said so at \(NumberText.step(step))."
    }
    writer.paragraph(words, indent: 13, lead: "  Going on", leadInk: .dim)
  }

  /// The best evaluation in words; nil where there is no metric.
  static func best(_ report: RunReport) -> String? {
    guard let best = report.diagnosis.best else { return nil }
    var words =
      "\(best.metric.rawValue) \(NumberText.value(best.value.value)) at "
      + NumberText.step(best.step)
    if let last = report.diagnosis.lastStep, last > best.step {
      words += ", \(NumberText.count(last - best.step)) steps before the end"
    }
    if let now = report.trace.series[best.metric]?.last, now != best.value.value {
      words += " (the last is \(NumberText.value(now)))"
    }
    return words + "."
  }

  private func story(_ writer: inout ReportWriter) {
    guard !diagnosis.story.isEmpty else { return }
    writer.heading("What happened")
    writer.paragraph(diagnosis.story)
    for (index, cause) in diagnosis.causes.prefix(3).enumerated() where diagnosis.causes.count > 1 {
      var words = "\(cause.symptom.words), from \(NumberText.step(cause.firstStep))"
      words += ", \(NumberText.percent(cause.confidence)) sure"
      if !cause.explains.isEmpty {
        words += "; explains " + cause.explains.map(\.words).joined(separator: ", ")
      }
      writer.paragraph(words, indent: 5, lead: "  \(index + 1).")
    }
  }
}
