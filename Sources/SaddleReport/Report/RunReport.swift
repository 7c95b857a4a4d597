// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
import SaddleRuns

/// Everything that a report shows of one run; terminal, JSON and page are made from it.
public struct RunReport: Sendable {
  /// A short name, unique among the runs of one report.
  public var name: String
  /// The game that the report is on, in runs with several (CycleGAN's A and B).
  public var game: String?
  /// Where the run was read from, as the user named it.
  public var path: String
  /// What the log was recognized as, in one line: "JSON lines, 9 of 10 columns known".
  public var source: String
  /// What a step of the log is: "step", "epoch", "row", ...
  public var stepUnit = "step"
  /// What the reader noticed: damaged lines, columns without meaning.
  public var remarks: [String]
  /// What is wrong and what to do.
  public var diagnosis: Diagnosis
  /// What to draw.
  public var trace: RunTrace
  /// Sample images, oldest first.
  public var samples: [SampleImage]
  /// What an autopilot did to it, in its order.
  public var interventions: [Intervention] = []
  /// The files that were read: no result may replace them.
  public var files: [String] = []
  /// Whether it is a run of Saddle's own, whose configuration a remedy can change.
  public var isSaddle = false

  /// Creates a report on one run.
  ///
  /// - Parameters:
  ///   - name: Unique among the runs of one report.
  ///   - game: The game, in runs with several.
  ///   - path: Where the run was read from.
  ///   - source: What the log was recognized as, in one line.
  ///   - remarks: What the reader noticed.
  ///   - diagnosis: What is wrong and what to do.
  ///   - trace: What to draw.
  ///   - samples: Sample images, oldest first.
  public init(
    name: String,
    game: String? = nil,
    path: String,
    source: String,
    remarks: [String] = [],
    diagnosis: Diagnosis,
    trace: RunTrace,
    samples: [SampleImage] = []
  ) {
    self.name = name
    self.game = game
    self.path = path
    self.source = source
    self.remarks = remarks
    self.diagnosis = diagnosis
    self.trace = trace
    self.samples = samples
  }

  /// The findings in the order of a report, in which its numbers count.
  ///
  /// Causes, what stands for itself, what follows from a cause, what is over.
  public var findings: [Finding] {
    let places = diagnosis.causes.map(\.symptom)
    func rank(_ finding: Finding) -> Int {
      if finding.state != .firing { return 1_002 }
      if let place = places.firstIndex(of: finding.symptom) { return place }
      return isExplained(finding) ? 1_001 : 1_000
    }
    return diagnosis.findings.enumerated()
      .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
      .map(\.element)
  }

  private func isExplained(_ finding: Finding) -> Bool {
    finding.state == .firing
      && !diagnosis.causes.contains { $0.symptom == finding.symptom }
      && diagnosis.causes.contains { $0.explains.contains(finding.symptom) }
  }

  /// The findings that are firing at the end.
  public var firing: [Finding] { findings.filter { $0.state == .firing } }

  /// The most serious finding that is firing at the end.
  public var worst: Severity? { firing.map(\.severity).max() }

  /// What the run suffers from: the first cause, or the most serious finding.
  public var mainFinding: Finding? { firing.first { $0.severity > .notice } }

  /// The number (from 0, in `findings`) of the cause of a finding; nil where it stands for itself.
  public func cause(of finding: Finding) -> Int? {
    guard isExplained(finding),
      let cause = diagnosis.causes.first(where: { $0.explains.contains(finding.symptom) })
    else { return nil }
    return findings.firstIndex { $0.symptom == cause.symptom }
  }

  /// What to do, best first, each measure once.
  public var remedies: [Remedy] { diagnosis.remedies }

  /// A remedy's lines in the words of the run: its configuration's keys, or PyTorch.
  public func code(of remedy: Remedy) -> (language: String, lines: [String]) {
    isSaddle && !remedy.changes.isEmpty
      ? ("Saddle", remedy.changes.map(\.line)) : ("PyTorch", isSaddle ? [] : remedy.pytorch)
  }

  /// The command that a remedy names, with this run's folder; nil where there is none.
  public func command(of remedy: Remedy) -> String? {
    guard isSaddle else { return nil }
    if let command = remedy.command {
      return command.replacing("RUN", with: ShellWord.quoted(path))
    }
    return remedy == remedies.first { !$0.changes.isEmpty }
      ? "saddle train --from-advice \(ShellWord.quoted(path))" : nil
  }
}

/// A grid of samples as the run saved it.
public struct SampleImage: Sendable, Equatable {
  /// The generator step.
  public var step: Int
  /// The PNG file's bytes.
  public var png: [UInt8]

  /// Creates an image.
  public init(step: Int, png: [UInt8]) {
    self.step = step
    self.png = png
  }
}
