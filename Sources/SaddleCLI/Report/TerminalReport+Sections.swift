// SPDX-License-Identifier: Apache-2.0

import SaddleDashboard
import SaddleHealth

extension TerminalReport {
  /// The findings with their numbers.
  func findings(_ writer: inout ReportWriter) {
    let findings = report.diagnosis.findings
    guard !findings.isEmpty else { return }
    writer.heading("Findings")
    for (index, finding) in findings.enumerated() {
      let badge = style.paint(finding.severity.rawValue, .bold, Self.ink(finding.severity))
      let game = finding.game.map { " (game \(TextLayout.harmless($0)))" } ?? ""
      writer.line("  [\(index + 1)] \(badge)  \(finding.symptom.words)\(game)")
      writer.paragraph(finding.summary, indent: 6)
      writer.paragraph(Self.interval(finding), indent: 6, ink: .dim)
      for evidence in finding.evidence {
        writer.paragraph(evidence.line, indent: 8, lead: "      ·")
      }
      if finding.state == .firing, !finding.clearedBy.isEmpty {
        writer.paragraph("Cleared by: " + finding.clearedBy, indent: 6, ink: .dim)
      }
    }
  }

  /// When a finding held and how sure it is.
  private static func interval(_ finding: Finding) -> String {
    let first = NumberText.step(finding.firstStep)
    let time =
      finding.state == .firing
      ? "since \(first), still firing"
      : "from \(first) to \(NumberText.count(finding.lastStep)), resolved"
    return "\(time) · \(NumberText.percent(finding.confidence)) sure · from \(finding.basis.words)"
  }

  /// What to do, best first, as configuration and as PyTorch.
  func remedies(_ writer: inout ReportWriter) {
    let remedies = report.remedies
    guard !remedies.isEmpty else { return }
    writer.heading("What to do")
    for (index, remedy) in remedies.enumerated() {
      writer.paragraph(remedy.title, indent: 5, lead: "  \(index + 1).", ink: .bold)
      writer.paragraph(remedy.reason, indent: 5)
      writer.code(remedy.changes.map(\.line), indent: 15, lead: "     Saddle")
      writer.code(remedy.pytorch, indent: 15, lead: "     PyTorch")
      writer.paragraph(
        "\(remedy.actionClass.words). \(remedy.evidence) [\(remedy.source)]",
        indent: 15,
        lead: "     When, why",
        leadInk: .dim,
        ink: .dim
      )
    }
  }

  /// The other signals, a line each.
  func signals(_ writer: inout ReportWriter) {
    let trace = report.trace
    let drawn = Set([Side.discriminator, .generator].compactMap { trace.loss(of: $0)?.signal })
    let others = trace.signals.filter { !drawn.contains($0) }
    guard !others.isEmpty, let first = trace.firstStep, let last = trace.lastStep else { return }
    writer.heading("Other signals", "lowest, course, highest, last")
    let names = others.map { TextLayout.width($0.rawValue) }.max() ?? 0
    let columns = max(12, style.width - names - 36)
    for signal in others {
      guard let series = trace.series[signal], let scale = PlotScale(series) else { continue }
      let canvas = BraillePlot.draw(
        series,
        over: first...max(first, last),
        scale: scale,
        columns: columns,
        rows: 1
      )
      let buckets = series.buckets.filter { !$0.isGap }
      let low = NumberText.value(buckets.map(\.minimum).min() ?? .nan)
      let high = NumberText.value(buckets.map(\.maximum).max() ?? .nan)
      let now = NumberText.value(series.last ?? .nan)
      let dots = canvas.lines(plain: style.isPlain).first ?? ""
      writer.line(
        "  \(TextLayout.pad(signal.rawValue, to: names)) \(TextLayout.padLeft(low, to: 9)) "
          + style.paint(TextLayout.pad(dots, to: columns), .cyan)
          + " \(TextLayout.pad(high, to: 9)) \(TextLayout.padLeft(now, to: 9))"
      )
    }
  }

  /// What was looked for and not found.
  func ruledOut(_ writer: inout ReportWriter) {
    let entries = report.diagnosis.ruledOut
    guard !entries.isEmpty else { return }
    writer.heading("Ruled out")
    for entry in entries {
      writer.paragraph("\(entry.symptom.words): \(entry.because)", indent: 4, lead: "  ·")
    }
  }

  /// What could not be judged, and which signals would change that.
  func notJudged(_ writer: inout ReportWriter) {
    let entries = report.diagnosis.notJudged
    guard !entries.isEmpty else { return }
    writer.heading("Could not be judged")
    for entry in entries {
      writer.paragraph("\(entry.symptom.words): \(entry.reason)", indent: 4, lead: "  ·")
    }
    let wanted = LogAdvice(entries)
    guard !wanted.lines.isEmpty else { return }
    writer.heading("What to log next", "any one of each line will do")
    for line in wanted.lines {
      writer.paragraph("for " + line.symptoms, indent: 5, lead: "  ·", ink: .dim)
      writer.paragraph(line.signals, indent: 5, ink: .cyan)
    }
  }

  /// Limits of what was seen, and what happened to the run.
  func remarks(_ writer: inout ReportWriter) {
    let events = report.diagnosis.events
    if !events.isEmpty {
      writer.heading("Events")
      for event in events.prefix(8) {
        writer.paragraph("\(NumberText.step(event.step)): \(event.detail)", indent: 4, lead: "  ·")
      }
      if events.count > 8 { writer.line("    and \(events.count - 8) more (see --json)") }
    }
    let notes = report.remarks + report.diagnosis.notes
    guard !notes.isEmpty else { return }
    writer.heading("Notes")
    for note in notes { writer.paragraph(note, indent: 4, lead: "  ·") }
  }
}

/// Signals to log, those that serve the same symptoms together.
struct LogAdvice {
  /// One choice of signals and what it would show.
  struct Line: Equatable {
    var signals: String
    var symptoms: String
  }

  /// The choices; those that show most come first.
  let lines: [Line]

  /// Gathers what the abstentions ask for.
  init(_ entries: [Diagnosis.NotJudged]) {
    var order: [[Signal]] = []
    var symptoms: [[Signal]: [Symptom]] = [:]
    for entry in entries where !entry.log.isEmpty {
      if symptoms[entry.log] == nil { order.append(entry.log) }
      symptoms[entry.log, default: []].append(entry.symptom)
    }
    lines =
      order
      .sorted { symptoms[$0, default: []].count > symptoms[$1, default: []].count }
      .map { signals in
        Line(
          signals: signals.map(\.rawValue).joined(separator: ", "),
          symptoms: symptoms[signals, default: []].map(\.words).joined(separator: ", ")
        )
      }
  }
}
