// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import SaddleTerminal
import SaddleText

extension TerminalReport {
  /// Beginnings of the signals that the short report shows.
  private static let shown = [
    "loss/", "scores/real", "scores/fake", "scores/held", "probability/", "accuracy/", "grad_norm/",
    "penalty/", "diversity/", "metrics/", "augmentation/", "non_finite/",
  ]

  /// Remedies that the short report shows.
  private static let remedyCount = 3

  /// Whether the short report leaves something out.
  var hasMore: Bool {
    report.remedies.count > Self.remedyCount || !report.diagnosis.ruledOut.isEmpty
      || report.findings.contains { report.cause(of: $0) != nil }
  }

  /// The findings with their numbers; in short, one line for what follows from a cause.
  func findings(_ writer: inout ReportWriter) {
    let findings = report.findings
    guard !findings.isEmpty else { return }
    writer.heading("Findings")
    for (index, finding) in findings.enumerated() {
      if !isWhole, let cause = report.cause(of: finding) {
        brief(finding, index, cause: cause, &writer)
      } else {
        full(finding, index, &writer)
      }
    }
  }

  private func full(_ finding: Finding, _ index: Int, _ writer: inout ReportWriter) {
    let badge = style.paint(finding.severity.rawValue, .bold, Self.ink(finding.severity))
    let game = finding.game.map { " (game \(ForeignText.inLine($0)))" } ?? ""
    writer.line("  [\(index + 1)] \(badge)  \(finding.symptom.words)\(game)")
    writer.paragraph(finding.summary, indent: 6)
    writer.paragraph(finding.intervalInWords, indent: 6, ink: .dim)
    for evidence in finding.evidence {
      writer.paragraph(evidence.line, indent: 8, lead: "      ·")
    }
    if finding.state == .firing, !finding.clearedBy.isEmpty {
      writer.paragraph("Cleared by: " + finding.clearedBy, indent: 6, ink: .dim)
    }
  }

  private func brief(
    _ finding: Finding,
    _ index: Int,
    cause: Int,
    _ writer: inout ReportWriter
  ) {
    let badge = style.paint(finding.severity.rawValue, .bold, Self.ink(finding.severity))
    writer.line("  [\(index + 1)] \(badge)  \(finding.symptom.words)")
    let since = "from \(NumberText.step(finding.firstStep)), follows from [\(cause + 1)]"
    writer.paragraph(since, indent: 6, ink: .dim)
  }

  /// What to do, best first, as configuration and as PyTorch.
  func remedies(_ writer: inout ReportWriter) {
    let remedies = report.remedies
    guard !remedies.isEmpty else { return }
    writer.heading("What to do")
    let shown = isWhole ? remedies : Array(remedies.prefix(Self.remedyCount))
    for (index, remedy) in shown.enumerated() {
      writer.remedy(remedy, number: index + 1, for: report)
    }
    if remedies.count > shown.count {
      let names = remedies.dropFirst(shown.count).map(\.measure.words)
      writer.paragraph("Then: \(names.joined(separator: ", ")) (--full).", indent: 2, ink: .dim)
    }
  }

  /// The other signals, a line each.
  func signals(_ writer: inout ReportWriter) {
    let trace = report.trace
    let drawn = Set([Side.discriminator, .generator].compactMap { trace.loss(of: $0)?.signal })
    let others = trace.signals.filter { signal in
      let isShown = isWhole || Self.shown.contains { signal.rawValue.hasPrefix($0) }
      return isShown && !drawn.contains(signal)
    }
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
    guard isWhole else {
      return writer.paragraph(entries.map(\.symptom.words).joined(separator: ", ") + ".")
    }
    for entry in entries {
      writer.paragraph("\(entry.symptom.words): \(entry.because)", indent: 4, lead: "  ·")
    }
  }

  /// What could not be judged, and which signals would change that.
  func notJudged(_ writer: inout ReportWriter) {
    let entries = report.diagnosis.notJudged
    guard !entries.isEmpty else { return }
    writer.heading("Could not be judged")
    for line in LogAdvice(entries).lines {
      writer.paragraph(
        "\(line.symptoms): log \(line.signals)",
        indent: 4,
        lead: "  ·"
      )
    }
    let silent = entries.filter(\.log.isEmpty)
    let reasons = silent.map(\.reason).reduce(into: [String]()) { list, reason in
      if !list.contains(reason) { list.append(reason) }
    }
    for reason in reasons {
      let names = silent.filter { $0.reason == reason }.map(\.symptom.words)
      writer.paragraph("\(names.joined(separator: ", ")): \(reason)", indent: 4, lead: "  ·")
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
