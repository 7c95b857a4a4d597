// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN
import SaddleTorch

/// The pairs that a run of task paired is looked at and measured on, and what any output must beat.
///
/// Two outputs take no learning: the input itself, and the mean of all training targets. Pairs are read
/// a batch at a time, so that memory doesn't grow with their number.
final class PairJudge {
  private let data: RunData
  private let limit: Int
  /// What outputs that take no learning come to, once that is known.
  private(set) var baselines: [(name: String, measures: PairMeasures)]?

  /// Told how far a reading is; what it throws ends the reading.
  typealias Progress = (EvaluationProgress) throws -> Void

  /// Pictures that a network is fed at once.
  static let batch = 64

  /// Creates a judge of at most `limit` pairs.
  init(data: RunData, limit: Int) {
    self.data = data
    self.limit = limit
  }

  /// Whether there are pairs that training never sees; else those that it sees are looked at.
  var hasHeldOut: Bool { (data.source.heldOutCount ?? 0) > 0 }

  /// How many pairs are looked at.
  var count: Int {
    let all = hasHeldOut ? data.source.heldOutCount : data.source.exampleCount
    return max(0, min(limit, all ?? limit))
  }

  /// The pairs that a request means; after the last one the first follows.
  func part(_ request: SampleRequest) throws -> PairedBatch {
    let total = max(1, count)
    return try chosen((0..<max(1, min(request.count, total))).map { (request.first + $0) % total })
  }

  /// So many pairs at equal distances, all where there are fewer.
  func spread(_ wanted: Int) throws -> PairedBatch {
    let total = max(1, count)
    let wanted = max(1, min(wanted, total))
    return try chosen((0..<wanted).map { $0 * total / wanted })
  }

  private func chosen(_ places: [Int]) throws -> PairedBatch {
    var examples = Batch(exampleShape: data.source.exampleShape, values: [])
    for place in places { examples.values += try read(from: place, 1)?.values ?? [] }
    guard !examples.values.isEmpty else { throw unreadable() }
    return try PairedSetup.pairs(examples)
  }

  /// Some pairs; nil where none of them can be read: the source forgives a few.
  private func read(from start: Int, _ size: Int) throws(DataError) -> Batch? {
    do throws(DataError) {
      let batch =
        hasHeldOut
        ? try data.source.heldOutExamples(from: start, size: size)
        : try data.source.examples(from: start, size: size)
      return batch.flatMap { $0.count > 0 ? $0 : nil }
    } catch {
      guard error.code == .damaged else { throw error }
      return nil
    }
  }

  private func unreadable() -> DataError {
    DataError(.damaged, "\(data.source.name): none of the pairs can be read")
  }

  // MARK: - Measures

  /// Measures what is made of the inputs, a batch at a time.
  ///
  /// - Throws: `DataError` where no pair can be read, and what `progress` throws.
  func measure(
    _ what: String,
    _ progress: Progress,
    of make: (PairedBatch) throws -> Tensor
  ) throws -> PairMeasures {
    let total = count
    var parts: [PairMeasures] = []
    for start in stride(from: 0, to: total, by: Self.batch) {
      try progress(EvaluationProgress(what, done: start, total: total))
      guard let batch = try read(from: start, min(Self.batch, total - start)) else { continue }
      let pairs = try PairedSetup.pairs(batch)
      parts.append(try PairMeasures(make(pairs), pairs.target))
    }
    try progress(EvaluationProgress(what, done: total, total: total))
    guard let result = PairMeasures.together(parts) else { throw unreadable() }
    return result
  }

  /// Finds out what outputs that take no learning come to, once.
  @discardableResult
  func measureBaselines(
    _ progress: Progress
  ) throws -> [(name: String, measures: PairMeasures)] {
    if let baselines { return baselines }
    let mean = try meanTarget(progress)
    let copied = try measure("measuring the inputs", progress) { $0.input }
    let constant = try measure("measuring the mean target", progress) {
      try mean.expanded($0.target.shape)
    }
    let result = [
      (name: "copying the input", measures: copied), (name: "the mean target", measures: constant),
    ]
    baselines = result
    return result
  }

  /// The mean of all training targets, `[1, channels, height, width]`.
  private func meanTarget(_ progress: Progress) throws -> Tensor {
    let total = max(1, data.source.exampleCount ?? 1)
    var (sum, count): (Tensor?, Int) = (nil, 0)
    for start in stride(from: 0, to: total, by: Self.batch) {
      try progress(EvaluationProgress("reading training targets", done: start, total: total))
      let examples = try data.source.examples(from: start, size: min(Self.batch, total - start))
      let part = try PairedSetup.pairs(examples).target.to(.float64).sum(0, keep: true)
      sum = try sum.map { try $0 + part } ?? part
      count += examples.count
    }
    guard let sum else { throw DataError(.damaged, "\(data.source.name): no pair to learn from") }
    return try (sum / Double(count)).to(.float32)
  }
}
