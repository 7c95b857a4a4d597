// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleImage
import SaddleRuns
import SaddleTerminal
import SaddleText
import SaddleTraining

extension ExtractorIdentity {
  /// `lite0 (b1946ac92492, clean 128x128)`.
  fileprivate var summary: String { "\(name) (\(hash.prefix(12)), \(resize))" }
}

/// One run of `saddle evaluate`: the real side once, then each fake side.
final class EvaluationSession {
  struct Options {
    var features: ExtractorOptions
    var count: Int?
    var size: Int?
    var seed: UInt64
    var checkpoint = CheckpointStore.Choice.newest
    var needsPairs: Bool
    var savesStatistics: Bool
  }

  let realSide: EvaluationSide
  private let realName: String
  private var metrics: [any Metric]
  let options: Options
  private(set) var evaluator: Evaluator?
  var line = ProgressLine()
  private var labelNumbers: [String: Int] = [:]
  private var realCount: Int?
  /// Images by class and side.
  private var classCounts: [String: [String: Int]] = [:]
  private(set) var lastFake: (stream: any ImageStream, set: SampleSet)?

  init(real: String, metrics: [any Metric], options: Options) throws {
    realName = real
    realSide = try Self.open(real, options)
    self.metrics = metrics
    self.options = options
  }

  private static func open(_ text: String, _ options: Options) throws -> EvaluationSide {
    try EvaluationSide.open(
      text,
      size: options.size,
      seed: options.seed,
      checkpoint: options.checkpoint
    )
  }

  // MARK: - The real side

  /// Reads the real images, or takes their statistics.
  func readReal(firstFake: String?) throws {
    if options.savesStatistics { try add("fid") }
    if options.needsPairs { try add("memorisation") }
    switch realSide {
    case .images(let stream):
      let evaluator = try makeEvaluator(try stream.firstShape)
      self.evaluator = evaluator
      guard evaluator.usesReal else { return }
      realCount = try read(stream, "real", limit: options.count) { batch, labels in
        try evaluator.addReal(batch, labels: labels)
      }
      line.show(force: true) { "real \(stream.name): adding up" }
      try evaluator.finishReal(name: stream.name, classNames: classNames)
    case .statistics(let file):
      guard let firstFake,
        case .images(let stream) = try Self.open(firstFake, options)
      else { throw Failure("a fake side of images is needed beside a file of statistics") }
      let evaluator = try makeEvaluator(try stream.firstShape)
      self.evaluator = evaluator
      try use(file, evaluator)
    }
  }

  private func add(_ id: String) throws {
    guard !metrics.contains(where: { type(of: $0).info.id == id }) else { return }
    metrics.append(try MetricCatalog.builtIn.metric(id))
  }

  private func makeEvaluator(_ shape: [Int]) throws -> Evaluator {
    let needsExtractor = metrics.contains {
      !type(of: $0).info.needs.isDisjoint(with: [.statistics, .features, .fakeScores, .realScores])
    }
    let extractor = try needsExtractor ? options.features.make(for: shape, line) : nil
    return try Evaluator(metrics: metrics, extractor: extractor, seed: options.seed)
  }

  private func use(_ file: StatisticsFile, _ evaluator: Evaluator) throws {
    if evaluator.needsRealFeatures {
      throw Failure(
        "\(realName) holds mean and covariance only, which serve fid and fid-infinity; "
          + "choose --metrics fid, or name the real images themselves"
      )
    }
    guard let identity = evaluator.extractor?.identity else {
      throw Failure("\(realName): these metrics read no features, so statistics serve nothing")
    }
    if let known = file.extractor, known != identity {
      throw Failure(
        "\(realName) was computed with \(known.summary) and the fakes would be with "
          + "\(identity.summary): their numbers don't compare; use the same --extractor and --resize"
      )
    }
    if let size = identity.featureSize, size != file.statistics.size {
      throw Failure(
        "\(realName) holds \(file.statistics.size) features and \(identity.name) gives \(size): "
          + "it is from another network; 2048 are Inception's (--inception FILE)"
      )
    }
    if file.extractor == nil {
      line.print("warning: \(realName) doesn't say which network its numbers are from")
    }
    var set = SampleSet(count: file.count ?? 0)
    set.statistics = file.statistics
    realCount = file.count
    evaluator.useReference(.init(set: set, name: file.name, hash: file.hash))
  }

  // MARK: - Fake sides

  /// Measures one fake side.
  func measure(_ text: String) throws -> EvaluationReport {
    guard let evaluator else { throw Failure("the real side wasn't read") }
    guard case .images(let stream) = try Self.open(text, options)
    else { throw Failure("\(text): statistics can't be the fake side") }
    let limit = options.count ?? (stream is RunStream ? min(realCount ?? 10_000, 10_000) : nil)
    _ = try read(stream, "fake", limit: limit) { batch, labels in
      try evaluator.addFake(batch, labels: labels)
    }
    evaluator.progress = { [self] metric, share in
      line.show(force: share == 0) { "\(stream.name): \(metric) \(NumberText.tenths(share))" }
    }
    let set = try evaluator.finishFake()
    lastFake = (stream, set)
    var report = try evaluator.report(name: stream.name, fake: set)
    report.classes = classes
    line.end()
    return report
  }

  /// The classes of both sides, those with most images first; nil where there are none.
  private var classes: [ClassCount]? {
    let (real, fake) = (classCounts["real"] ?? [:], classCounts["fake"] ?? [:])
    let names = Set(real.keys).union(fake.keys)
    guard !names.isEmpty else { return nil }
    return names.map { ClassCount(name: $0, real: real[$0] ?? 0, fake: fake[$0] ?? 0) }
      .sorted { ($1.real, $1.fake, $0.name) < ($0.real, $0.fake, $1.name) }
  }

  /// Passes a side's images on, with a line that says how far it is.
  private func read(
    _ stream: any ImageStream,
    _ side: String,
    limit: Int?,
    _ body: (ImageBatch, [Int]?) throws -> Void
  ) throws -> Int {
    let start = Date()
    var done = 0
    classCounts[side] = [:]
    let total = limit.map { limit in stream.count.map { min($0, limit) } ?? limit } ?? stream.count
    try stream.forEachBatch(limit: limit) { batch, labels in
      try body(batch, labels.map(numbers))
      for label in labels ?? [] { classCounts[side, default: [:]][label, default: 0] += 1 }
      done += batch.count
      line.show {
        let rate = Double(done) / max(Date().timeIntervalSince(start), 1e-3)
        return "\(side) \(stream.name): \(done)\(total.map { "/\($0)" } ?? "") images, "
          + "\(NumberText.measured(rate))/s"
      }
    }
    line.end()
    if !stream.skipped.isEmpty {
      for cause in stream.skipped.prefix(10) { line.print("left out \(cause)") }
      if stream.skipped.count > 10 { line.print("and \(stream.skipped.count - 10) more") }
    }
    if let folder = stream as? FolderStream, let others = folder.others.passedOver {
      line.print("\(folder.name): passed over \(others)")
    }
    guard done > 0 else { throw Failure("\(stream.name): no image could be read") }
    if let count = options.count, done < count {
      line.print("warning: \(count) images were asked for, and \(side) \(stream.name) has \(done)")
    }
    return done
  }

  /// Classes get numbers in the order in which their names come, the same on both sides.
  private func numbers(_ labels: [String]) -> [Int] {
    labels.map { label in
      if let number = labelNumbers[label] { return number }
      labelNumbers[label] = labelNumbers.count
      return labelNumbers.count - 1
    }
  }

  private var classNames: [String] {
    labelNumbers.sorted { $0.value < $1.value }.map(\.key)
  }

  // MARK: - Files

  /// Writes the real side's mean and covariance.
  func saveStatistics(to path: String) throws {
    guard let evaluator, let reference = evaluator.currentReference,
      let statistics = reference.set.statistics, let identity = evaluator.extractor?.identity
    else { throw Failure("there are no statistics to write to \(path)") }
    let file = StatisticsFile(
      statistics,
      name: reference.name,
      hash: reference.hash,
      extractor: identity
    )
    try UserFile.write(file.encoded(), to: path)
    line.print("wrote \(path)")
  }
}
