// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleEvaluation
import SaddleHealth
import SaddleImage
import SaddleRuns
public import SaddleSettings
import SaddleTorch

/// Measures a run's images as `saddle evaluate` does: same networks, metrics and fingerprints.
///
/// The real images' side is computed once and kept in the cache folder.
public final class TrainingEvaluator: SampleEvaluator {
  private let settings: EvaluationConfiguration
  private let seed: UInt64
  private let origin: String
  private let measured: [(signal: Signal, id: String)]
  private var evaluator: Evaluator?
  private let training: ExtractorChoice.Training
  private let cacheFolder: String

  /// Creates what a configuration asks for; nil where it measures no images.
  ///
  /// - Parameters:
  ///   - configuration: The run's.
  ///   - origin: The file that it is from, for messages; nil takes the run's name.
  ///   - training: What the small classifier learns from, and how somebody hears of it.
  ///   - cacheFolder: Where it and the real images' side are kept.
  public init?(
    _ configuration: Configuration,
    origin: String? = nil,
    training: ExtractorChoice.Training = .fashionMNIST(),
    cacheFolder: String = ExtractorChoice.cacheFolder
  ) {
    guard configuration.measuresImages else { return nil }
    settings = configuration.evaluation
    seed = UInt64(configuration.seed)
    measured = settings.metrics.filter { !$0.comparesPairs }.flatMap(\.measured)
    self.origin = origin ?? configuration.name ?? "configuration"
    self.training = training
    self.cacheFolder = cacheFolder
  }

  // MARK: - Before the first step

  /// Loads the network of features and measures a few images of noise with it.
  public func open(shape: [Int]) throws {
    let extractor = try explaining(settings.extractor == .inception ? "weights" : "extractor") {
      try makeExtractor(shape)
    }
    try explaining("metrics") {
      try rehearse(makeEvaluator(extractor), shape)
      evaluator = try makeEvaluator(extractor)
    }
  }

  private func makeExtractor(_ shape: [Int]) throws -> (any FeatureExtractor)? {
    let metrics = try MetricCatalog.builtIn.metrics(measured.map(\.id))
    let ofExtractor: Set<MetricNeed> = [.statistics, .features, .fakeScores, .realScores]
    guard metrics.contains(where: { !type(of: $0).info.needs.isDisjoint(with: ofExtractor) })
    else { return nil }
    var choice = ExtractorChoice(ExtractorChoice.Network(settings.extractor))
    if settings.extractor == .inception, let weights = settings.weights {
      guard FileManager.default.isReadableFile(atPath: weights) else {
        throw EvaluationError(
          .file,
          "\(weights) can't be read; Scripts/convert_weights.py writes such a file"
        )
      }
      choice.inception = weights
    }
    return try choice.make(for: shape, training: training, cacheFolder: cacheFolder)
  }

  private func makeEvaluator(_ extractor: (any FeatureExtractor)?) throws -> Evaluator {
    try Evaluator(
      metrics: MetricCatalog.builtIn.metrics(measured.map(\.id)),
      extractor: extractor,
      seed: seed
    )
  }

  /// Measures a few images of noise: what can't be measured fails now, not after a thousand steps.
  private func rehearse(_ evaluator: Evaluator, _ shape: [Int]) throws {
    let random = try Random(seed: 0)
    let count = min(settings.samples, 32)
    let noise = { try ImageBatch(pixels: random.integers([count] + shape, in: 0..<256).to(.uint8)) }
    if evaluator.usesReal {
      try evaluator.addReal(noise())
      try evaluator.finishReal(name: "noise")
    }
    try evaluator.addFake(noise())
    try evaluator.finish(name: "noise").requireAll()
  }

  /// Makes a problem of the configuration out of what a body throws.
  private func explaining<Value>(_ key: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch {
      throw ConfigurationError("evaluation." + key, of: origin, "\(error)")
    }
  }

  /// Takes in the real images, or what an earlier run kept of the same ones.
  public func prepare(_ real: ImageSeries, progress: (EvaluationProgress) throws -> Void) throws {
    guard let evaluator, evaluator.usesReal else { return }
    let file = cacheFile(real, evaluator)
    if let known = try? ReferenceFile.decode(RegularFile.read(file)) {
      evaluator.useReference(known)
      return
    }
    try read(real, "reading real images", progress) { try evaluator.addReal($0) }
    try evaluator.finishReal(name: real.name)
    if let reference = evaluator.currentReference { keep(reference, in: file) }
  }

  private func cacheFile(_ real: ImageSeries, _ evaluator: Evaluator) -> String {
    var hash = ContentHash()
    hash.add("reference 1")
    hash.add(real.fingerprint)
    hash.add(evaluator.extractor?.identity.hash ?? "none")
    hash.add(evaluator.extractor?.identity.resize ?? "none")
    for metric in evaluator.metrics { hash.add(type(of: metric).info.id) }
    return "\(cacheFolder)/real-\(hash.hexadecimal().prefix(16)).safetensors"
  }

  private func keep(_ reference: Evaluator.Reference, in file: String) {
    do {
      try AtomicFile.createFolder(cacheFolder)
      try AtomicFile.write(ReferenceFile.encode(reference), to: file)
    } catch {
      training.note(
        "warning: statistics of the real images can't be kept (\(error)); the next start computes "
          + "them again; SADDLE_CACHE names another folder"
      )
    }
  }

  // MARK: - While the run goes on

  /// Measures images as `saddle evaluate` does.
  public func measure(
    _ fake: ImageSeries,
    progress: (EvaluationProgress) throws -> Void
  ) throws -> [MeasuredValue] {
    guard let evaluator else { return [] }
    let names = settings.metrics.filter { !$0.comparesPairs }.map(\.rawValue).joined(
      separator: ", "
    )
    // What an evaluation that failed left behind must not be counted.
    _ = try? evaluator.finishFake()
    try read(fake, "evaluating \(names)", progress) { try evaluator.addFake($0) }
    let report = try withoutActuallyEscaping(progress) { progress in
      evaluator.progress = { metric, share in
        let done = Int(share * 100)
        try progress(
          EvaluationProgress("evaluating \(metric)", done: done, total: 100, unit: .percent)
        )
      }
      defer { evaluator.progress = { _, _ in } }
      return try evaluator.finish(name: fake.name)
    }
    try report.requireAll()
    return measured.compactMap { signal, id in
      report.results.first { $0.metric == id }.map {
        MeasuredValue(signal: signal, value: $0.value, fingerprint: $0.fingerprint)
      }
    }
  }

  private func read(
    _ series: ImageSeries,
    _ what: String,
    _ progress: (EvaluationProgress) throws -> Void,
    _ body: (ImageBatch) throws -> Void
  ) throws {
    var done = 0
    try progress(EvaluationProgress(what, done: 0, total: series.count))
    try series.forEachBatch { images in
      try body(ImageBatch(images))
      done += images.count
      try progress(EvaluationProgress(what, done: done, total: series.count))
    }
  }
}

extension ExtractorChoice.Network {
  /// The network of a configuration's name.
  init(_ name: ExtractorName) {
    self =
      switch name {
      case .auto: .auto
      case .lite0: .lite0
      case .small: .small
      case .pixels: .pixels
      case .inception: .inception
      }
  }
}
