// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// Reads the log of a run, whatever wrote it, as observations.
///
/// ```swift
/// import SaddleRuns
///
/// let reader = try RunReader("their-run/loss_log.txt")
/// print(reader.recognition.summary)
/// try reader.read { print($0.game ?? "", $0.observation.step) }
/// ```
///
/// Opening surveys the whole log once; reading goes over it again. Memory is bounded, whatever the
/// log's size.
public struct RunReader: Sendable {
  /// What was recognized.
  public let recognition: Recognition

  let sources: [PlannedSource]
  private let options: ReadOptions

  /// Finds and surveys the log at `path`: a file, or a folder that holds a run.
  ///
  /// - Throws: `FileError` where it cannot be opened, `LogError` where it holds no log that Saddle
  ///   knows, or logs of several runs (`LogError.runs` are these), or a column that `options` names
  ///   does not exist.
  public init(_ path: String, options: ReadOptions = ReadOptions()) throws {
    self.options = options
    let run = try RunLocator(options: options).locate(path)
    if let several = run.severalRuns { throw LogError(path, several, runs: run.runs) }
    var sources: [PlannedSource] = []
    for source in run.sources { sources.append(try PlannedSource(source, options: options)) }
    RunReader.align(&sources)
    try RunReader.checkOneRun(path, sources)
    self.sources = sources
    recognition = Recognition(path, sources.map(\.recognized), notes: run.notes)
    try RunReader.check(options.mapping, recognition)
    if options.mapping.entries.isEmpty, let settings = ExperimentTable.settings(recognition) {
      throw LogError(
        path,
        "a table of experiments, not the log of a run: \(settings.prefix(4).joined(separator: ", ")) "
          + "differ from row to row; name the log of one of them"
      )
    }
  }

  /// Calls `body` with each observation, in order of steps.
  ///
  /// - Throws: `FileError`, and what `body` throws.
  public func read(_ body: (GameObservation) throws -> Void) throws {
    if sources.count == 1, let source = sources.first {
      try source.read(options, body)
    } else {
      try MergedReader(sources, options: options).read(body)
    }
  }

  /// Counts images in all sources where the first one does: metrics stand beside it.
  private static func align(_ sources: inout [PlannedSource]) {
    let countsImages = sources.first?.plan.rule.unit == .images
    for index in sources.indices.dropFirst() {
      let rule = sources[index].plan.rule
      sources[index].recognized.plan.rule = rule.beside(images: countsImages)
    }
  }

  /// Several sub-folders that each have a generator's loss are several runs.
  private static func checkOneRun(_ path: String, _ sources: [PlannedSource]) throws {
    guard sources.count > 1 else { return }
    let runs = sources.filter { source in
      source.plan.recognized.contains { $0.signals.contains(.lossGenerator) }
    }
    guard runs.count > 1 else { return }
    let names = runs.prefix(10).map { $0.source.prefix.isEmpty ? "." : $0.source.prefix }
    throw LogError(
      path,
      "the folder holds \(runs.count) runs; name one of them: \(names.joined(separator: ", "))"
    )
  }

  private static func check(_ mapping: SignalMapping, _ recognition: Recognition) throws {
    let names = Set(recognition.columns.map(\.name))
    for entry in mapping.entries where !names.contains(entry.column) {
      let known = recognition.columns.prefix(20).map(\.name).joined(separator: ", ")
      throw LogError(
        recognition.path,
        "--map names the column '\(entry.column)', which is not there; the columns are: \(known)",
        isWrongUsage: true
      )
    }
  }
}
