// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth

/// What a run's folder declares of the run: `monitor.json`, which the PyTorch hook writes.
///
/// An object with names of `RunContext`: `objective`, `expectedSteps`, `batchSize`,
/// `discriminatorSteps`, `lazyRegularizationInterval`, `generatorLearningRate`,
/// `discriminatorLearningRate`, `discriminatorLossIncludesPenalty`, `valuesAreSmoothed`,
/// `outputMinimum`, `outputMaximum`, `augmentationBound`, `measures` (an object of name and
/// weight), `architectureFindings` (as in the JSON of a diagnosis), `settings` (`RunSettings`),
/// `decidingMetric` (a signal), `metricFeatures`. What isn't known is passed over.
public enum DeclaredContext {
  private static let byteLimit = 1 << 20

  /// Returns what the run at `path` (a folder, or a file in it) declares, or nil where it does not.
  public static func read(_ path: String) -> RunContext? {
    guard let folder = FilePath.place(of: path) else { return nil }
    let settings = ConfigurationFile.read(folder)
    guard let bytes = try? FileChunks.wholeFile(folder + "/monitor.json", limit: byteLimit),
      var result = try? decode(bytes)
    else { return settings.map(context) }
    result.settings = result.settings ?? settings
    return result
  }

  /// Reads the content of `monitor.json`.
  package static func decode(_ bytes: [UInt8]) throws -> RunContext {
    try JSONDecoder().decode(Fields.self, from: Data(bytes)).context
  }

  /// The same as a part of another document.
  struct Content: Decodable {
    let context: RunContext

    init(from decoder: any Decoder) throws { context = try Fields(from: decoder).context }
  }

  /// What an own run's configuration says where nothing else is declared.
  private static func context(_ settings: RunSettings) -> RunContext {
    var context = RunContext(objective: settings.text(.objective).flatMap(Objective.named))
    context.settings = settings
    return context
  }

  /// Findings, or nil where another version wrote what this one doesn't know.
  private struct Findings: Decodable {
    var list: [Finding]?

    init(from decoder: any Decoder) throws {
      list = try? [Finding](from: decoder)
    }
  }

  /// Settings, or nil where another version wrote what this one doesn't know.
  private struct Settings: Decodable {
    var value: RunSettings?

    init(from decoder: any Decoder) throws {
      value = try? RunSettings(from: decoder)
    }
  }

  /// The task, or nil where another version wrote one that this one doesn't know.
  private struct Task: Decodable {
    var value: TaskKind?

    init(from decoder: any Decoder) throws {
      value = try? TaskKind(from: decoder)
    }
  }

  private struct Fields: Decodable {
    var objective: String?
    var expectedSteps: Int?
    var batchSize: Int?
    var discriminatorSteps: Int?
    var lazyRegularizationInterval: Int?
    var generatorLearningRate: Double?
    var discriminatorLearningRate: Double?
    var discriminatorLossIncludesPenalty: Bool?
    var valuesAreSmoothed: Bool?
    var outputMinimum: Double?
    var outputMaximum: Double?
    var augmentationBound: Double?
    var measures: [String: Double?]?
    var architectureFindings: Findings?
    var settings: Settings?
    var task: Task?
    var decidingMetric: String?
    var metricFeatures: String?
    var baselinePSNR: Double?
    var refusedMeasures: [String]?

    var context: RunContext {
      var context = RunContext(objective: objective.flatMap(Objective.named))
      context.expectedSteps = expectedSteps
      context.batchSize = batchSize
      context.discriminatorSteps = discriminatorSteps
      context.lazyRegularizationInterval = max(1, lazyRegularizationInterval ?? 1)
      context.generatorLearningRate = generatorLearningRate
      context.discriminatorLearningRate = discriminatorLearningRate
      context.discriminatorLossIncludesPenalty = discriminatorLossIncludesPenalty
      context.valuesAreSmoothed = valuesAreSmoothed ?? false
      context.outputMinimum = outputMinimum
      context.outputMaximum = outputMaximum
      context.augmentationBound = augmentationBound
      context.architectureFindings = architectureFindings?.list
      context.settings = settings?.value
      context.task = task?.value
      context.decidingMetric = decidingMetric.flatMap(Signal.init(rawValue:))
      context.metricFeatures = metricFeatures
      context.baselinePSNR = baselinePSNR
      context.refusedMeasures = refusedMeasures?.compactMap(Measure.init(rawValue:))
      for (name, weight) in measures ?? [:] {
        if let measure = Measure(rawValue: name) { context.measures[measure] = weight }
      }
      return context
    }
  }
}
