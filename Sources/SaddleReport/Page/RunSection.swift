// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleText

/// One run on the page.
struct RunSection {
  private let report: RunReport
  private let number: Int

  init(_ report: RunReport, number: Int) {
    self.report = report
    self.number = number
  }

  private var diagnosis: Diagnosis { report.diagnosis }

  var html: HTML {
    """
    <section class="run" id="run-\(number)">
    <h1>\(report.name)</h1>
    \(verdict)\(plots)\(findings)\(remedies)\(samples)\(limits)</section>

    """
  }

  // MARK: - Verdict

  private var verdict: HTML {
    let reasons =
      diagnosis.healthReasons.isEmpty ? [report.verdictInWords] : diagnosis.healthReasons
    let health = diagnosis.health.rawValue
    return """
      <div class="card"><div class="verdict"><div class="word \(health)">\(health)</div>\
      <div>\(HTML.join(reasons.map { "<p>\($0)</p>" }))</div></div>
      <dl class="facts">\(HTML.join(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl></div>
      \(story)
      """
  }

  private var facts: [(String, String)] {
    var facts = [("Log", "\(report.path), \(report.source)")]
    if let first = diagnosis.firstStep, let last = diagnosis.lastStep {
      let count = NumberText.count(diagnosis.observationCount)
      facts.append(
        ("Steps", "\(NumberText.count(first)) to \(NumberText.count(last)), \(count) observations")
      )
    }
    facts.append(("Objective", "\(diagnosis.objective.words). \(diagnosis.objective.reason)"))
    if let best = report.bestInWords { facts.append(("Best", best)) }
    facts.append(("Going on", report.outlookInWords))
    return facts
  }

  private var story: HTML {
    var parts: [HTML] = []
    if !diagnosis.story.isEmpty { parts.append("<p>\(diagnosis.story)</p>\n") }
    if !report.interventions.isEmpty {
      let lines = report.interventions.map { "<li>\($0.story)</li>" as HTML }
      parts.append("<p>The autopilot:</p>\n<ul>\(HTML.join(lines))</ul>\n")
    }
    return parts.isEmpty ? "" : "<h2>What happened</h2>\(HTML.join(parts))"
  }

  // MARK: - Plots

  private var plots: HTML {
    let charts = ChartData.charts(of: report)
    guard !charts.isEmpty else { return "" }
    return """
      <h2>Course</h2>
      <div class="tools"><button data-act="reset">Whole run</button>\
      <span data-role="range"></span></div>
      <div class="charts">\(HTML.join(charts.map(chart)))</div>

      """
  }

  private func chart(_ chart: ChartData) -> HTML {
    let keys = chart.series.map { line -> HTML in
      """
      <button class="key" aria-pressed="true"><span class="swatch s\(line.color)"></span>\
      \(line.name)<output></output></button>
      """
    }
    let all: HTML =
      chart.cut == nil ? "" : "<button data-act=\"all\" aria-pressed=\"false\">all peaks</button>"
    let reference = chart.references.first.map {
      "<span class=\"small soft\">dotted: equilibrium \(NumberText.value($0))</span>" as HTML
    }
    return """
      <section class="chart\(chart.isWide ? " wide" : "")"><header><h3>\(chart.title)</h3>\
      \(reference ?? "")\(HTML.join(keys))\(all)\
      <button data-act="log" aria-pressed="\(chart.log ? "true" : "false")">log</button></header>\
      <canvas tabindex="0" role="img" aria-label="\(chart.title) over the steps of the run">\
      </canvas></section>

      """
  }

  // MARK: - Findings and remedies

  private var findings: HTML {
    guard !report.findings.isEmpty else { return "" }
    let cards = report.findings.enumerated().map { index, finding -> HTML in
      let end = finding.state == .firing ? report.trace.lastStep : finding.lastStep
      let evidence = finding.evidence.map { "<li>\($0.line)</li>" as HTML }
      let cause = report.cause(of: finding).map { " · follows from \($0 + 1)" } ?? ""
      let game = finding.game.map { " (game \($0))" } ?? ""
      let cleared: HTML =
        finding.clearedBy.isEmpty || finding.state == .resolved
        ? "" : "<p class=\"soft small\">Cleared by: \(finding.clearedBy)</p>"
      return """
        <div class="card"><h3><span class="\(finding.severity.rawValue)">\(index + 1) · \
        \(finding.severity.rawValue)</span> \(finding.symptom.words)\(game)</h3>
        <p>\(finding.summary)</p>
        <p class="soft small">\(finding.intervalInWords)\(cause) \
        <button data-first="\(finding.firstStep)" data-last="\(max(end ?? 0, finding.firstStep))">\
        show</button></p>
        <ul>\(HTML.join(evidence))</ul>\(cleared)</div>

        """
    }
    return "<h2>Findings</h2>\n\(HTML.join(cards))"
  }

  /// Remedies that are shown at once.
  private static let remedyCount = 3

  private var remedies: HTML {
    guard !report.remedies.isEmpty else { return "" }
    let cards = report.remedies.enumerated().map { index, remedy -> HTML in
      let (language, lines) = report.code(of: remedy)
      return """
        <div class="card"><h3>\(index + 1). \(remedy.title)</h3><p>\(remedy.reason)</p>
        <div class="codes">\(code(language, lines.joined(separator: "\n")))\
        \(code("Command", report.command(of: remedy) ?? ""))</div>
        <p class="soft small">\(remedy.actionClass.words). \(remedy.evidence) [\(remedy.source)]</p>\
        </div>

        """
    }
    let later = Array(cards.dropFirst(Self.remedyCount))
    let more: HTML =
      later.isEmpty
      ? ""
      : "<details><summary>\(later.count) more that may help</summary>\(HTML.join(later))</details>"
    return "<h2>What to do</h2>\n\(HTML.join(Array(cards.prefix(Self.remedyCount))))\(more)"
  }

  private func code(_ title: String, _ lines: String) -> HTML {
    guard !lines.isEmpty else { return "" }
    return "<div><p class=\"soft small\">\(title)</p><pre>\(lines)</pre></div>"
  }

  // MARK: - The rest

  private var samples: HTML {
    guard !report.samples.isEmpty else { return "" }
    let figures = report.samples.map { image -> HTML in
      let data = Data(image.png).base64EncodedString()
      let step = NumberText.step(image.step)
      return """
        <figure><img src="data:image/png;base64,\(data)" alt="Samples at \(step)">\
        <figcaption>\(step)</figcaption></figure>

        """
    }
    return "<h2>Samples</h2>\n<div class=\"samples\">\(HTML.join(figures))</div>\n"
  }

  private var limits: HTML {
    let ruledOut = diagnosis.ruledOut.map { "\($0.symptom.words): \($0.because)" }
    let notJudged = diagnosis.notJudged.map { "\($0.symptom.words): \($0.reason)" }
    let wanted = LogAdvice(diagnosis.notJudged).lines.map { "\($0.signals): for \($0.symptoms)" }
    let events = diagnosis.events.map { "\(NumberText.step($0.step)): \($0.detail)" }
    let notes = report.remarks + diagnosis.notes
    return """
      \(list("What to log next", wanted))\
      <div class="columns"><div>\(list("Ruled out", ruledOut))</div>\
      <div>\(list("Could not be judged", notJudged))</div></div>
      \(list("Events", events))\(list("Notes", notes))
      """
  }

  private func list(_ title: String, _ lines: [String]) -> HTML {
    guard !lines.isEmpty else { return "" }
    let items = lines.map { "<li>\($0)</li>" as HTML }
    return "<h2>\(title)</h2><ul>\(HTML.join(items))</ul>\n"
  }
}
