// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// Everything that a report shows of one run; terminal, JSON and page are made from it.
public struct RunReport: Sendable {
  /// A short name, unique among the runs of one report.
  public var name: String
  /// Where the run was read from, as the user named it.
  public var path: String
  /// What the log was recognised as, in one line: "JSON lines, 9 of 10 columns known".
  public var source: String
  /// What the reader noticed: damaged lines, columns without meaning.
  public var remarks: [String]
  /// What is wrong and what to do.
  public var diagnosis: Diagnosis
  /// What to draw.
  public var trace: RunTrace
  /// Sample images, oldest first.
  public var samples: [SampleImage]

  /// Creates a report.
  public init(
    name: String,
    path: String,
    source: String,
    remarks: [String] = [],
    diagnosis: Diagnosis,
    trace: RunTrace,
    samples: [SampleImage] = []
  ) {
    self.name = name
    self.path = path
    self.source = source
    self.remarks = remarks
    self.diagnosis = diagnosis
    self.trace = trace
    self.samples = samples
  }

  /// The findings that are firing at the end.
  public var firing: [Finding] { diagnosis.findings.filter { $0.state == .firing } }

  /// The most serious finding that is firing at the end.
  public var worst: Severity? { firing.map(\.severity).max() }

  /// What the run suffers from: the first cause, or the most serious finding.
  public var mainFinding: Finding? {
    if let cause = diagnosis.causes.first,
      let finding = diagnosis.findings.first(where: { $0.symptom == cause.symptom })
    {
      return finding
    }
    return diagnosis.findings.first { $0.state == .firing && $0.severity > .notice }
  }

  /// The remedies of all findings in their order, each measure once.
  ///
  /// Remedies of findings that are firing go first.
  public var remedies: [Remedy] {
    var seen: Set<Measure> = []
    let ordered = firing + diagnosis.findings.filter { $0.state != .firing }
    return ordered.flatMap(\.remedies).filter { seen.insert($0.measure).inserted }
  }
}

/// A sample image of a run.
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
