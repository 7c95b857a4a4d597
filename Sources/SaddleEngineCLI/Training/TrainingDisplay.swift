// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleHealth
import SaddleRuns
import SaddleTraining

/// Shows a training run: a progress line, findings as they come, what to do at the end.
final class TrainingDisplay {
  private let run: RunDirectory
  private let isQuiet: Bool
  private let terminal = Terminal.standardError
  private var line = ProgressLine()
  private var health = Health.healthy
  private var startStep = 0
  private var startTime = 0.0
  private var evaluationStart: Double?

  /// The run as a word of the commands that are shown.
  private var word: String { ShellWord.quoted(run.path) }

  init(run: RunDirectory, isQuiet: Bool) {
    self.run = run
    self.isQuiet = isQuiet
  }

  /// Says what is going to be trained.
  func introduce(_ trainer: Trainer, notes: [String]) {
    for note in notes { line.print(note) }
    let report = trainer.dataReport
    if !report.skipped.isEmpty { line.print("data: \(report.summary)") }
    if !isQuiet { line.print("\(run.path): \(trainer.summary)") }
    if let report = trainer.architecture { show(report) }
  }

  /// Shows what was found before training: notices by their names only.
  private func show(_ report: ArchitectureReport) {
    for finding in report.findings where finding.severity > .notice {
      line.print(label(finding) + "before training: \(finding.summary)")
    }
    let notices = report.findings.filter { $0.severity == .notice }.map(\.symptom.rawValue)
    guard !isQuiet, !notices.isEmpty else { return }
    line.print(
      "before training: \(notices.joined(separator: ", ")) (notices: `saddle model` has them)"
    )
  }

  /// Shows an event.
  func show(_ event: TrainingEvent) {
    switch event {
    case .started(let step, _):
      startStep = step
      startTime = Self.now()
    case .step(let progress):
      if let health = progress.health { self.health = health }
      if !isQuiet { line.show(force: progress.step == progress.steps) { text(progress) } }
    case .finding(let finding): line.print(text(finding))
    case .samples, .checkpoint: break
    case .evaluating(let progress): show(progress)
    case .evaluation(let values, let step):
      evaluationStart = nil
      let list = values.map { "\($0.signal.rawValue) \(Self.short($0.value))" }
      if !isQuiet { line.print("step \(step): " + list.joined(separator: "  ")) }
    case .warning(let text): line.print(terminal.paint("warning: ", .yellow) + text)
    }
  }

  /// Says how far an evaluation is that takes longer than a second.
  private func show(_ progress: EvaluationProgress) {
    let start = evaluationStart ?? Self.now()
    evaluationStart = progress.done < progress.total ? start : nil
    guard !isQuiet, Self.now() - start > 1 else { return }
    line.show {
      switch progress.unit {
      case .images:
        "\(progress.what): \(Self.grouped(progress.done)) of \(Self.grouped(progress.total)) samples"
      case .percent: "\(progress.what): \(progress.done) %"
      }
    }
  }

  /// A count with commas, such as `2,500`.
  static func grouped(_ count: Int) -> String {
    var text = String(count)
    var place = text.count - 3
    while place > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
      place -= 3
    }
    return text
  }

  /// Says how the run ended and what can be done next.
  func end(_ outcome: TrainingOutcome, _ trainer: Trainer) throws {
    line.end()
    switch outcome {
    case .finished:
      for sentence in try trainer.verdict() { line.print(sentence) }
      line.print(
        """
        run:     \(run.path)
        samples: \(trainer.picturePath)
        next:    saddle diagnose \(word)
                 saddle sample \(word) --count 64
                 saddle train --resume \(word) --steps \(trainer.step * 2)
        """
      )
    case .stopped(let step, let reason):
      line.print(
        """
        stopped after step \(step): \(reason)
        saved:   \(run.checkpoints)/\(step)
        go on:   saddle train --resume \(word)
        """
      )
    }
  }

  /// Says why a run failed and what is left of it.
  func fail(_ error: any Error, _ trainer: Trainer) {
    line.end()
    line.print(terminal.paint("failed: ", .red) + "\(error)")
    let steps = CheckpointStore(folder: run.checkpoints, keep: 1).steps()
    line.print(
      steps.last.map { "the last checkpoint is of step \($0): \(run.checkpoints)/\($0)" }
        ?? "there is no checkpoint yet"
    )
    if error is NonFinite { line.print("next:    saddle diagnose \(word)") }
  }

  private func text(_ progress: StepProgress) -> String {
    let done = Double(progress.step - startStep)
    let seconds = max(1e-9, Self.now() - startTime)
    let rate = done / seconds
    let rest = Double(progress.steps - progress.step) / max(rate, 1e-9)
    let seen = progress.observation
    var parts = [
      "\(progress.step)/\(progress.steps)", "eta \(Self.duration(rest))",
      String(format: rate < 10 ? "%.1f it/s" : "%.0f it/s", rate),
      "D \(Self.short(seen[.lossDiscriminator]))", "G \(Self.short(seen[.lossGenerator]))",
    ]
    if let accuracy = seen[.accuracy] {
      parts.append(String(format: "acc %.0f%%", accuracy * 100))
    }
    let color: Terminal.Color =
      switch health {
      case .healthy: .green
      case .watch, .unjudgeable: .yellow
      case .sick, .dead: .red
      }
    parts.append(terminal.paint(health.rawValue, color))
    return parts.joined(separator: "  ")
  }

  private func text(_ finding: Finding) -> String {
    label(finding) + "step \(finding.lastStep): \(finding.summary)"
  }

  private func label(_ finding: Finding) -> String {
    let color: Terminal.Color =
      switch finding.severity {
      case .notice: .dim
      case .warning: .yellow
      case .critical: .red
      }
    let label = finding.state == .firing ? finding.severity.rawValue : "resolved"
    return terminal.paint("\(label): ", color)
  }

  static func short(_ value: Double?) -> String {
    guard let value else { return "-" }
    return String(
      format: abs(value) >= 1000 || (abs(value) < 0.001 && value != 0) ? "%.2e" : "%.3f",
      value
    )
  }

  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e8 else { return "?" }
    let total = Int(seconds.rounded())
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest)
      : String(format: "%d:%02d", minutes, rest)
  }

  private static func now() -> Double { Date().timeIntervalSince1970 }
}
