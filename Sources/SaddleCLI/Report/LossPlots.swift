// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleReport
import SaddleTerminal
import SaddleText

/// Both losses over the run, and under them the intervals of the findings.
struct LossPlots {
  private let report: RunReport
  private let style: ReportStyle
  private static let gutter = 9
  private static let rows = 5

  init(_ report: RunReport, _ style: ReportStyle) {
    self.report = report
    self.style = style
  }

  private var columns: Int { style.width - Self.gutter - 2 }

  private var range: ClosedRange<Int>? {
    guard let first = report.trace.firstStep, let last = report.trace.lastStep else { return nil }
    return first...max(first, last)
  }

  /// Writes the section; nothing where no loss was logged.
  func write(to writer: inout ReportWriter) {
    guard let range else { return }
    let objective = report.diagnosis.objective
    let sides: [(Side, Double?, Ink)] = [
      (.discriminator, objective.idealDiscriminatorLoss, .blue),
      (.generator, objective.idealGeneratorLoss, .yellow),
    ]
    let losses = sides.compactMap { side, ideal, ink in
      report.trace.loss(of: side).map { (loss: $0, ideal: ideal, ink: ink) }
    }
    guard !losses.isEmpty else { return }
    writer.heading("Losses")
    for entry in losses {
      plot(entry.loss.signal, entry.loss.series, entry.ideal, entry.ink, range, &writer)
    }
    axis(range, &writer)
    lanes(range, &writer)
  }

  private func plot(
    _ signal: Signal,
    _ series: Series,
    _ ideal: Double?,
    _ ink: Ink,
    _ range: ClosedRange<Int>,
    _ writer: inout ReportWriter
  ) {
    guard let scale = PlotScale(series) else {
      writer.line("  \(signal.rawValue): no finite value")
      return
    }
    var caption = [style.paint(signal.rawValue, .bold, ink)]
    if let last = series.last { caption.append("last \(NumberText.value(last))") }
    let isWhole = [Signal.lossDiscriminator, .lossGenerator].contains(signal)
    let reference = isWhole ? ideal : nil
    if let reference { caption.append("at equilibrium \(NumberText.value(reference))") }
    if scale.isLogarithmic { caption.append("log scale") }
    if scale.isClipped, let most = series.buckets.map(\.maximum).max(), most > scale.high {
      caption.append("peaks up to \(NumberText.value(most)) cut off")
    }
    writer.line("  " + caption.joined(separator: " · "))
    let canvas = BraillePlot.draw(
      series,
      over: range,
      scale: scale,
      reference: reference,
      columns: columns,
      rows: Self.rows
    )
    for (row, dots) in canvas.lines(plain: style.isPlain).enumerated() {
      let label = row == 0 ? scale.high : row == Self.rows - 1 ? scale.low : nil
      let number = label.map { NumberText.value($0) } ?? ""
      let text = TextLayout.padLeft(number, to: Self.gutter - 1) + " "
      writer.line(
        style.paint(text + (label == nil ? "│" : "┤"), .dim) + style.paint(dots, ink)
      )
    }
  }

  private func axis(_ range: ClosedRange<Int>, _ writer: inout ReportWriter) {
    let ticks = StepAxis.ticks(range, count: max(2, columns / 11))
    var rule = Array(repeating: Character("─"), count: columns)
    var labels = ""
    for tick in ticks {
      let column = StepAxis.column(tick, range, columns)
      rule[column] = "┬"
      let text = NumberText.count(tick)
      let start = min(columns - text.count, max(0, column - text.count / 2))
      guard start > labels.count || labels.isEmpty else { continue }
      labels = TextLayout.pad(labels, to: start) + text
    }
    let blanks = String(repeating: " ", count: Self.gutter)
    writer.line(style.paint(blanks + "└" + String(rule), .dim))
    writer.line(style.paint(TextLayout.padLeft("step", to: Self.gutter) + " " + labels, .dim))
  }

  private func lanes(_ range: ClosedRange<Int>, _ writer: inout ReportWriter) {
    for (index, finding) in report.findings.enumerated() {
      let first = StepAxis.column(finding.firstStep, range, columns)
      let end = finding.state == .firing ? range.upperBound : finding.lastStep
      let last = max(first, StepAxis.column(end, range, columns))
      let bar = String(repeating: "━", count: last - first + 1)
      let name = finding.symptom.words
      let blanks = String(repeating: " ", count: first)
      let ink = TerminalReport.ink(finding.severity)
      let label = TextLayout.padLeft("[\(index + 1)]", to: Self.gutter) + " "
      let line: String
      if last + 2 + name.count < columns {
        line = blanks + style.paint(bar, ink) + " " + name
      } else if first > name.count {
        line =
          TextLayout.padLeft(name + " ", to: first) + style.paint(bar, ink)
      } else {
        line = blanks + style.paint(Self.inscribe(name, in: bar), ink)
      }
      writer.line(label + line)
    }
    if let best = report.diagnosis.best {
      let column = StepAxis.column(best.step, range, columns)
      let name = "best \(best.metric.rawValue)"
      let blanks = String(repeating: " ", count: Self.gutter + 1)
      let text =
        column + 2 + name.count < columns
        ? String(repeating: " ", count: column) + "◆ " + name
        : TextLayout.padLeft(name + " ", to: column) + "◆"
      writer.line(blanks + style.paint(text, .green))
    }
  }

  /// Returns the bar with the name in its middle: `━━━ mode collapse ━━━`.
  private static func inscribe(_ name: String, in bar: String) -> String {
    guard bar.count >= name.count + 6 else { return bar }
    let left = (bar.count - name.count - 2) / 2
    let right = bar.count - name.count - 2 - left
    return "\(bar.prefix(left)) \(name) \(bar.prefix(right))"
  }
}

/// The horizontal axis: steps.
enum StepAxis {
  /// Returns the column of a step, kept on the axis.
  static func column(_ step: Int, _ range: ClosedRange<Int>, _ columns: Int) -> Int {
    let span = max(1, Double(range.upperBound) - Double(range.lowerBound))
    let share = (Double(step) - Double(range.lowerBound)) / span
    return Int(min(1, max(0, share)) * Double(columns - 1) + 0.5)
  }

  /// Returns round steps inside the range, about `count` of them.
  static func ticks(_ range: ClosedRange<Int>, count: Int) -> [Int] {
    let low = Double(range.lowerBound)
    let span = Double(range.upperBound) - low
    guard span >= 1, count > 0, span < 1e15 else { return [range.lowerBound] }
    var unit = 1.0
    while span / unit > Double(count) * 10 { unit *= 10 }
    let factor = [1.0, 2, 5, 10].first { span / (unit * $0) <= Double(count) } ?? 10
    let distance = unit * factor
    var ticks: [Int] = []
    var tick = (low / distance).rounded(.up) * distance
    while tick <= low + span {
      ticks.append(Int(tick))
      tick += distance
    }
    return ticks.isEmpty ? [range.lowerBound] : ticks
  }
}
