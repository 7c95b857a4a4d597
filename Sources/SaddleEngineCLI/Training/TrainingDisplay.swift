// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleHealth
import SaddleRuns
import SaddleTerminal
import SaddleText
import SaddleTraining

/// Shows a training run: a progress line, findings as they come, what to do at the end.
final class TrainingDisplay {
  private let run: RunDirectory
  private let isQuiet: Bool
  private let terminal = Terminal.standardError
  private var line = ProgressLine()
  private var standing = RunStanding(health: .healthy)
  private var load = MachineLoad()
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
    if let known = trainer.standing { standing = known }
    if !isQuiet { line.print(wrapping: "\(run.path): \(trainer.summary)") }
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

  func show(_ event: TrainingEvent) {
    switch event {
    case .started(let step, _):
      startStep = step
      startTime = Self.now()
    case .step(let progress):
      if let standing = progress.standing { self.standing = standing }
      if !isQuiet { line.show(force: progress.step == progress.steps) { text(progress) } }
    case .finding(let finding): line.print(text(finding))
    case .samples, .checkpoint: break
    case .evaluating(let progress): show(progress)
    case .evaluation(let values, let step):
      evaluationStart = nil
      let list = values.map { value in
        let others = value.baselines.map { "\($0.name) \(NumberText.running($0.value))" }
        return "\(value.signal.rawValue) \(NumberText.running(value.value))"
          + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
      }
      if !isQuiet { line.print("step \(step): " + list.joined(separator: "  ")) }
    case .intervention(let intervention): line.print(text(intervention))
    case .warning(let text): line.print(terminal.paint("warning: ", .yellow) + text)
    }
  }

  /// What the autopilot did, with how to find out more.
  private func text(_ intervention: Intervention) -> String {
    terminal.paint("autopilot ", .yellow) + intervention.story
  }

  /// Says how far an evaluation is that takes longer than a second.
  private func show(_ progress: EvaluationProgress) {
    let start = evaluationStart ?? Self.now()
    evaluationStart = progress.done < progress.total ? start : nil
    guard !isQuiet, Self.now() - start > 1 else { return }
    line.show {
      switch progress.unit {
      case .images:
        "\(progress.what): \(NumberText.count(progress.done, groupedFrom: 4)) of \(NumberText.count(progress.total, groupedFrom: 4)) samples"
      case .percent: "\(progress.what): \(progress.done) %"
      }
    }
  }

  /// Says how the run ended and what can be done next.
  func end(_ outcome: TrainingOutcome, _ trainer: Trainer, _ stop: StopRequest) throws {
    line.end()
    switch outcome {
    case .finished:
      for sentence in try trainer.verdict(stop: stop) { line.print(sentence) }
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
    case .stoodStill(let step, let reason):
      line.print("ended after step \(step): \(reason)")
      if trainer.bestStep != nil {
        line.print("best:    saddle sample \(word) --checkpoint best --count 64")
      }
      line.print("go on:   saddle train --resume \(word) --set evaluation.patience=0")
    }
  }

  /// Says that another run follows; the intervention itself was shown.
  func handOver(to next: Succession) {
    line.end()
    line.print(
      "ended after step \(next.step) for \(next.child.path); saved: \(run.checkpoints)/\(next.step)"
    )
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
    let seconds = max(1e-9, Self.now() - startTime)
    let color: Ink =
      switch standing.health {
      case .healthy: .green
      case .watch, .unjudgeable: .yellow
      case .sick, .dead: .red
      }
    let line = StepLine(
      step: progress.step,
      steps: progress.steps,
      rate: Double(progress.step - startStep) / seconds,
      observation: progress.observation,
      health: standing.health,
      reason: standing.reason,
      others: load.others()
    )
    // The last column stays free.
    return line.text(width: terminal.isInteractive ? Terminal.standardError.width - 1 : nil) {
      terminal.paint($0, color)
    }
  }

  private func text(_ finding: Finding) -> String {
    label(finding) + "step \(finding.lastStep): \(finding.summary)"
  }

  private func label(_ finding: Finding) -> String {
    let color: Ink =
      switch finding.severity {
      case .notice: .dim
      case .warning: .yellow
      case .critical: .red
      }
    let label = finding.state == .firing ? finding.severity.rawValue : "resolved"
    return terminal.paint("\(label): ", color)
  }

  private static func now() -> Double { Date().timeIntervalSince1970 }
}
