// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTerminal

extension RunList {
  /// Returns the runs as a table.
  ///
  /// - Parameters:
  ///   - terminal: Where it is shown.
  ///   - now: Seconds since 1970; ages are counted to it.
  /// - Returns: The table; it has a column of best evaluations where any run has one.
  func table(_ terminal: Terminal, now: Double) -> String {
    let isEvaluated = runs.contains { $0.best != nil }
    var table = Table(
      [
        .text("name"), .text("status"), .number("step"), .number("of"), .number("done"),
        .number("loss G"), .number("loss D"), .text("health"),
      ] + (isEvaluated ? [.text("best")] : []) + [.number("updated"), .text("")]
    )
    for run in runs {
      let cells: [Table.Cell] = [
        Table.Cell(run.name),
        Table.Cell(run.status.rawValue, Self.color(run.status)),
        Table.Cell(run.step.map(String.init) ?? "-"),
        Table.Cell(run.steps.map(String.init) ?? "-"),
        Table.Cell(Self.share(run.step, of: run.steps)),
        Table.Cell(run.generatorLoss ?? "-"),
        Table.Cell(run.discriminatorLoss ?? "-"),
        Self.health(run),
      ]
      let best = isEvaluated ? [Table.Cell(run.best.map(Self.text) ?? "-")] : []
      table.append(
        cells + best + [
          Table.Cell(run.updated.map { Self.age(now - $0) } ?? "-"),
          Table.Cell(run.reason ?? "", .dim),
        ]
      )
    }
    return table.render(terminal)
  }

  private static func color(_ status: RunSummary.Status) -> Ink {
    switch status {
    case .running, .finished: .green
    case .stopped, .interrupted: .yellow
    case .failed, .unreadable: .red
    }
  }

  private static func health(_ run: RunSummary) -> Table.Cell {
    let count = run.findings < 2 ? "" : " (\(run.findings))"
    // The word of the progress line, where there is one: the same run has one verdict everywhere.
    switch run.verdict {
    case .healthy: return Table.Cell("healthy", .green)
    case .watch: return Table.Cell("watch" + count, .yellow)
    case .sick: return Table.Cell("sick" + count, .red)
    case .dead: return Table.Cell("dead" + count, .red)
    case .unjudgeable: return "unjudgeable"
    case nil: break
    }
    return switch run.health {
    case .unknown: "-"
    case .healthy: Table.Cell("healthy", .green)
    case .notice: Table.Cell("notice" + count)
    case .warning: Table.Cell("warning" + count, .yellow)
    case .critical: Table.Cell("critical" + count, .red)
    }
  }

  /// The best evaluation, such as `FID 21.3 @ 2000`.
  private static func text(_ best: RunRecord.Best) -> String {
    let name = Signal(rawValue: best.metric)?.shortName ?? best.metric
    return "\(name) \(String(format: "%.3g", best.value)) @ \(best.step)"
  }

  private static func share(_ step: Int?, of steps: Int?) -> String {
    guard let step, let steps, steps > 0 else { return "-" }
    let percent = (Double(step) / Double(steps) * 100).rounded(.down)
    return (0...100).contains(percent) ? "\(Int(percent)) %" : "-"
  }

  /// Returns a time span in its largest unit, such as `3 min ago`.
  static func age(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > -60, seconds < 1e10 else { return "-" }
    let whole = Int(max(0, seconds))
    switch whole {
    case ..<60: return "\(whole) s ago"
    case ..<3600: return "\(whole / 60) min ago"
    case ..<172_800: return "\(whole / 3600) h ago"
    default: return "\(whole / 86_400) d ago"
    }
  }
}
