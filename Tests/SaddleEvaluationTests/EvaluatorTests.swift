// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch
import Testing

@testable import SaddleEvaluation

@Suite struct EvaluatorTests {
  private func images(_ count: Int, seed: UInt64, high: Int = 256) throws -> ImageBatch {
    try ImageBatch(
      pixels: Random(seed: seed).integers([count, 1, 4, 4], in: 0..<high).to(.uint8)
    )
  }

  private func report(_ evaluator: Evaluator, _ name: String, seed: UInt64, high: Int = 256) throws
    -> EvaluationReport
  {
    for part in 0..<4 { try evaluator.addFake(images(25, seed: seed + UInt64(part), high: high)) }
    return try evaluator.finish(name: name)
  }

  private func evaluator(_ metrics: [String], realSeed: UInt64 = 100) throws -> Evaluator {
    let evaluator = try Evaluator(
      metrics: MetricCatalog.builtIn.metrics(metrics),
      extractor: PixelExtractor()
    )
    for part in 0..<4 { try evaluator.addReal(images(25, seed: realSeed + UInt64(part))) }
    try evaluator.finishReal(name: "noise")
    return evaluator
  }

  @Test func measuresSeveralSetsAgainstOneReference() throws {
    let evaluator = try evaluator(["fid", "kid", "recall"])
    let good = try report(evaluator, "good", seed: 1)
    let dark = try report(evaluator, "dark", seed: 1, high: 100)
    let comparison = try Comparison([good, dark])
    #expect(comparison.best(by: "fid") == 0 && comparison.best(by: "kid") == 0)
    #expect(good.results[0].fingerprint == dark.results[0].fingerprint)
    #expect(good.results[0].protocolFields.identifier == "fid.n100.pixels.noise")
  }

  @Test func numbersFoundInAnotherWayAreNotCompared() throws {
    let one = try report(evaluator(["fid"]), "one", seed: 1)
    let other = try report(evaluator(["fid"], realSeed: 500), "other", seed: 1)
    let error = #expect(throws: EvaluationError.self) { try Comparison([one, other]) }
    #expect(error?.code == .incomparable)
    #expect(error?.message.contains("reference hash") == true)
    let few = try evaluator(["fid"])
    try few.addFake(images(25, seed: 1))
    let small = try few.finish(name: "small")
    let second = #expect(throws: EvaluationError.self) { try Comparison([one, small]) }
    #expect(second?.message.contains("fake images: 100 and 25") == true)
  }

  /// Every field of a protocol changes its fingerprint.
  @Test func everyFieldChangesTheFingerprint() {
    var base = MetricProtocol(metric: "fid", version: 1, settings: [:], fakeCount: 9, seed: 0)
    base.extractorHash = "a"
    var seen: Set<String> = [base.fingerprint]
    let changes: [(inout MetricProtocol) -> Void] = [
      { $0.metric = "kid" }, { $0.version = 2 }, { $0.settings = ["k": "3"] },
      { $0.extractor = "x" }, { $0.extractorHash = "b" }, { $0.resize = "legacy" },
      { $0.referenceHash = "r" }, { $0.realCount = 7 }, { $0.fakeCount = 10 }, { $0.seed = 1 },
    ]
    for change in changes {
      var changed = base
      change(&changed)
      #expect(seen.insert(changed.fingerprint).inserted)
    }
    var renamed = base
    renamed.reference = "another name"
    #expect(renamed.fingerprint == base.fingerprint)
  }

  @Test func highPrecisionWithLowRecallIsCalledCollapse() {
    let result = { (metric: String, value: Double) in
      MetricResult(
        Measurement(value),
        of: Precision.info,
        by: MetricProtocol(metric: metric, version: 1, settings: [:], fakeCount: 1, seed: 0)
      )
    }
    var (precision, recall) = (result("precision", 0.9), result("recall", 0.1))
    (precision.metric, recall.metric) = ("precision", "recall")
    let report = EvaluationReport(name: "x", results: [precision, recall])
    #expect(report.warnings.contains { $0.contains("mode collapse") })
    recall.value = 0.8
    #expect(EvaluationReport(name: "x", results: [precision, recall]).warnings.isEmpty)
  }

  @Test func aClassifierIsAskedForWhereOneIsNeeded() throws {
    let error = #expect(throws: EvaluationError.self) { try self.evaluator(["is"]) }
    #expect(error?.message.contains("classifier") == true)
  }

  @Test func statisticsAloneKeepNoFeaturesBeyondTheBudget() throws {
    var collector = try SampleCollector(
      needs: [.statistics],
      extractor: PixelExtractor(),
      isReal: false
    )
    collector.featureBudget = 100 * 16 * 4
    for part in 0..<6 { try collector.add(images(25, seed: UInt64(part))) }
    let set = try collector.finish().set
    #expect(set.features == nil && set.statistics?.count == 150)
    #expect(set.halves?.map(\.count) == [72, 78])
  }

  @Test func imagesOfTwoSizesAreNamedWhereOneIsNeeded() throws {
    var collector = try SampleCollector(needs: [.fakeImages], extractor: nil, isReal: false)
    try collector.add(images(2, seed: 1))
    let other = try ImageBatch(pixels: Tensor.zeros([1, 1, 5, 5], dtype: .uint8))
    try collector.add(other)
    // Metrics that look at no images go on.
    let set = try collector.finish().set
    #expect(set.images == nil && set.count == 3)
    let error = #expect(throws: EvaluationError.self) { try MetricInput.images(set, "fake") }
    #expect(error?.message.contains("--size") == true)
  }

  /// SHA-256 of FIPS 180-4's examples.
  @Test func hashesMatchThePublishedOnes() {
    #expect(ContentHash.of("abc").hasPrefix("ba7816bf8f01cfea414140de5dae2223"))
    #expect(ContentHash.of("").hasPrefix("e3b0c44298fc1c149afbf4c8996fb924"))
    let long = String(repeating: "a", count: 1_000_000)
    #expect(ContentHash.of(long).hasPrefix("cdc76e5c9914fb9281a1c7e284d73e67"))
  }
}
