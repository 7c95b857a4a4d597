// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// `saddle evaluate`: measures samples against real images.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.Evaluate.name,
    abstract: EngineCommands.Evaluate.abstract,
    discussion: """
      Sides are folders of PNG and JPEG files (sub-folders name classes), data sets
      (fashion-mnist:train, fashion-mnist:test, fashion-mnist:test/sandal), runs or checkpoints; the
      real side may be data:RUN, what a run learns from, and is that of the first fake run where
      --real is left out, or a .npz file with mu and sigma. Each number comes with a 95 % interval, what
      biases it, and the fingerprint of how it was found: numbers of different fingerprints are never
      put side by side.

        saddle evaluate --real photos/ --fake samples/
        saddle evaluate --real fashion-mnist:test --fake runs/fashion-mnist --count 10000
        saddle evaluate --real fashion-mnist --fake runs/a --fake runs/b --metrics kid,recall
        saddle evaluate --real photos/ --fake samples/ --save-stats photos.npz
        saddle evaluate --real photos.npz --fake samples/ --metrics fid
        saddle evaluate --real photos/ --fake samples/ --metrics memorization --picture pairs.png
        saddle evaluate --fake runs/ring --metrics modes
        saddle evaluate --fake runs/fashion-mnist --checkpoint best --count 2500 --metrics kid
        saddle evaluate --real photos/ --fake samples/ --inception inception.safetensors --json

      `saddle evaluate --list` explains the metrics. Exit status: 0 measured, 1 failed, also where a
      metric could not be measured and the others could, 64 wrong usage.
      """
  )

  @Option(
    help: ArgumentHelp(
      "Real images; default: what the first fake run learns from.",
      valueName: "DIR|DATASET|data:RUN|FILE.npz"
    )
  )
  var real: String?

  @Option(help: ArgumentHelp("Fake images; repeat it to compare.", valueName: "DIR|RUN|CHECKPOINT"))
  var fake: [String] = []

  @Option(
    help: ArgumentHelp(
      "The checkpoint of runs: a step, best (of the evaluations during training) or newest.",
      valueName: "step|best|newest"
    )
  )
  var checkpoint = CheckpointStore.Choice.newest

  @Option(help: "Metrics, separated by commas.")
  var metrics = "fid,kid,precision,recall,density,coverage"

  @Option(
    name: .customLong("features"),
    help: ArgumentHelp(
      "Measure features of your own instead of images: arrays real and fake, one row an image, "
        + "and real_scores and fake_scores of a classifier.",
      valueName: "FILE.npz"
    )
  )
  var featureFile: String?

  @Option(help: "Subsets that KID is averaged over.")
  var kidSubsets = 100

  @Option(help: "Images of a KID subset.")
  var kidSubsetSize = 1000

  @Option(help: "Splits of the Inception Score.")
  var splits = 10

  @Option(
    help: ArgumentHelp(
      "Images of each side at most; default: all of folders and sets, 10000 samples of runs.",
      valueName: "N"
    )
  )
  var count: Int?

  @OptionGroup(title: "Features") var features: ExtractorOptions

  @Option(help: "Bring pictures of folders to this side first, cutting the middle out.")
  var size: Int?

  @Option(help: "Seed of samples, subsets and shuffles.")
  var seed: UInt64 = 0

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  @Option(help: ArgumentHelp("Compare with reports that --json printed before.", valueName: "FILE"))
  var compare: String?

  @Option(help: ArgumentHelp("Write the real side's mean and covariance.", valueName: "FILE.npz"))
  var saveStats: String?

  @Option(
    help: ArgumentHelp("Write fakes beside their nearest real images.", valueName: "FILE.png")
  )
  var picture: String?

  @Option(
    help: ArgumentHelp("Write the nearest real image of each fake.", valueName: "FILE.csv")
  )
  var nearest: String?

  @Flag(help: "Explain the metrics and end.")
  var list = false

  func validate() throws {
    if list { return }
    for side in [real].compactMap(\.self) + fake {
      if let problem = EvaluationSide.missing(side) { throw ValidationError(problem) }
    }
    for file in [featureFile, compare, features.inception, features.script].compactMap(\.self)
    where !FileManager.default.fileExists(atPath: file) {
      throw ValidationError("\(file): no such file")
    }
    guard
      PointReport.isMeant(names, real: real, fake: fake) || featureFile != nil
        || real != nil && (!fake.isEmpty || saveStats != nil)
        || fake.first.map(RunStream.isMeant) ?? false
    else {
      throw ValidationError("name both sides: --real photos/ --fake samples/")
    }
    if let count, count < 2 { throw ValidationError("--count is \(count); it must be at least 2") }
    if let size, !(1...4096).contains(size) {
      throw ValidationError("--size is \(size); it must be 1...4096")
    }
    guard kidSubsets > 0, kidSubsetSize > 1, splits > 0 else {
      throw ValidationError("--kid-subsets, --kid-subset-size and --splits must be positive")
    }
    do { _ = try MetricCatalog.builtIn.metrics(names) } catch {
      throw ValidationError(error.message)
    }
  }

  private var names: [String] {
    metrics.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private func chosen() throws -> [any Metric] {
    try MetricCatalog.builtIn.metrics(names).map { metric in
      switch metric {
      case is KID: KID(subsets: kidSubsets, subsetSize: kidSubsetSize)
      case is InceptionScore: InceptionScore(splits: splits)
      default: metric
      }
    }
  }

  func run() throws {
    if list { return StandardOutput.print(EvaluationTables.metrics()) }
    if let featureFile {
      let report = try Evaluator.report(features: featureFile, metrics: chosen(), seed: seed)
      return try show(Comparison([report]))
    }
    if PointReport.isMeant(names, real: real, fake: fake) {
      let report = try PointReport(fake, count: count ?? 2500, seed: seed, checkpoint: checkpoint)
      let text = try report.text(json: json)
      return json ? StandardOutput.print(json: text) : StandardOutput.print(text)
    }
    let known = try compare.map { try EvaluationTables.read($0) } ?? []
    for path in [saveStats, picture, nearest].compactMap({ $0 }) { try Self.check(canWrite: path) }
    let session = try EvaluationSession(
      real: real ?? RunDataStream.prefix + (fake.first ?? ""),
      metrics: chosen(),
      options: EvaluationSession.Options(
        features: features,
        count: count,
        size: size,
        seed: seed,
        checkpoint: checkpoint,
        needsPairs: picture != nil || nearest != nil,
        savesStatistics: saveStats != nil
      )
    )
    try session.readReal(firstFake: fake.first)
    if let saveStats { try session.saveStatistics(to: saveStats) }
    let reports = try fake.map { try session.measure($0) }
    if !reports.isEmpty {
      try show(Comparison(known + reports))
    }
    try session.saveNearest(picture: picture, list: nearest)
    // What was asked for is not all there, whoever reads it.
    if reports.contains(where: { $0.failures != nil }) { throw ExitCode.failure }
  }

  private func show(_ comparison: Comparison) throws {
    if json { return StandardOutput.print(json: try EvaluationTables.json(comparison.reports)) }
    StandardOutput.print(EvaluationTables.text(comparison))
  }

  /// Tells at once, and not after an hour of features, that a file can't be written.
  private static func check(canWrite path: String) throws {
    let folder = FilePath.openFolder(of: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else { throw Failure("\(path): the folder \(folder) isn't there; create it first") }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw Failure("\(path): the folder \(folder) can't be written to")
    }
  }
}
