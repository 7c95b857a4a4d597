// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What the checks of networks and data came to, in the terms of a diagnosis.
public struct ArchitectureReport: Sendable, Equatable {
  /// What was found, most serious first.
  public var findings: [Finding] = []
  /// What was looked for and not found.
  public var ruledOut: [Diagnosis.RuledOut] = []
  /// What could not be judged.
  public var notJudged: [Diagnosis.NotJudged] = []

  /// The finding that makes training pointless, if there is one.
  public var blocking: Finding? {
    let symptoms: Set<Symptom> = [.nonFinite, .shapeMismatch, .memoryShortage]
    return findings.first { $0.severity == .critical && symptoms.contains($0.symptom) }
  }

  /// The most serious finding's severity.
  public var worst: Severity? { findings.map(\.severity).max() }
}

/// A run that was not started because its dry step failed.
public struct ArchitectureError: Error, Sendable, CustomStringConvertible {
  /// Why.
  public let finding: Finding

  /// One line.
  public var description: String {
    "not started: \(finding.summary) (`saddle model` shows the networks)"
  }
}
