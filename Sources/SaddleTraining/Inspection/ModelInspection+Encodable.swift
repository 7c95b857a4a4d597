// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// The object that `saddle model --json` prints; `Documentation/diagnosis-json.md` has its keys.
extension ModelInspection: Encodable {
  /// Version of the JSON schema.
  public static let schemaVersion = 1

  private enum CodingKeys: String, CodingKey {
    case schemaVersion
    case model
    case sampleShape
    case classCount
    case batchSize
    case generator
    case discriminator
    case step
    case memoryBytes
    case dryRun
    case findings
    case ruledOut
    case notJudged
  }

  private struct DryRunFigures: Encodable {
    var batchSize: Int
    var peakBytes: Int?
  }

  /// Writes the object.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.schemaVersion, forKey: .schemaVersion)
    try container.encodeIfPresent(configuration.name, forKey: .model)
    try container.encode(shape.dimensions, forKey: .sampleShape)
    try container.encodeIfPresent(shape.classCount, forKey: .classCount)
    try container.encode(configuration.training.batchSize, forKey: .batchSize)
    try container.encode(generator, forKey: .generator)
    try container.encode(discriminator, forKey: .discriminator)
    try container.encode(cost, forKey: .step)
    try container.encode(memoryBytes, forKey: .memoryBytes)
    if case .success(let run) = dryRun {
      try container.encode(
        DryRunFigures(batchSize: run.batchSize, peakBytes: run.peakBytes),
        forKey: .dryRun
      )
    }
    try container.encode(report.findings, forKey: .findings)
    try container.encode(report.ruledOut, forKey: .ruledOut)
    try container.encode(report.notJudged, forKey: .notJudged)
  }

  /// Bytes that networks and a step of the whole batch took at most; nil where not measured.
  public var measuredPeakBytes: Int? {
    guard case .success(let run) = dryRun else { return nil }
    return run.peakBytes
  }

  /// The findings in a diagnosis, for reports.
  public var diagnosis: Diagnosis {
    var context = RunContext(objective: configuration.objective.health)
    context.architectureFindings = report.findings
    var result = HealthMonitor(context: context).diagnosis()
    result.ruledOut = report.ruledOut
    result.notJudged = report.notJudged
    return result
  }
}
