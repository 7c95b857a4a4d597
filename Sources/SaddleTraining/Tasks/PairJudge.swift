// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN
import SaddleTorch

/// The pairs that a run of task paired is looked at and measured on, and what any output must beat.
///
/// Two outputs take no learning: the input itself, and the mean of all training targets.
final class PairJudge {
  private let data: RunData
  private let limit: Int
  private var known: (pairs: PairedBatch, areHeldOut: Bool)?
  private var knownBaselines: [(name: String, measures: PairMeasures)]?

  /// Pictures that a network is fed at once.
  static let batch = 64

  /// Creates a judge of at most `limit` pairs.
  init(data: RunData, limit: Int) {
    self.data = data
    self.limit = limit
  }

  /// The held-out pairs, or training pairs where none are held out.
  func pairs() throws -> PairedBatch { try read().pairs }

  /// The held-out pairs; nil where none are.
  func heldOut() throws -> PairedBatch? {
    let known = try read()
    return known.areHeldOut ? known.pairs : nil
  }

  /// The pairs that a request means; after the last one the first follows.
  func part(_ request: SampleRequest) throws -> PairedBatch {
    let total = try pairs().input.shape[0]
    return try chosen(
      (0..<max(1, min(request.count, total))).map { (request.first + $0) % total }
    )
  }

  /// So many pairs at equal distances, all where there are fewer.
  func spread(_ count: Int) throws -> PairedBatch {
    let total = try pairs().input.shape[0]
    let count = max(1, min(count, total))
    return try chosen((0..<count).map { $0 * total / count })
  }

  private func chosen(_ places: [Int]) throws -> PairedBatch {
    let all = try pairs()
    let indices = places.map { Int64($0) }
    let chosen = try Tensor(indices, shape: [indices.count])
    return PairedBatch(
      input: try all.input.gathered(at: chosen).contiguous(.channelsLast),
      target: try all.target.gathered(at: chosen)
    )
  }

  private func read() throws -> (pairs: PairedBatch, areHeldOut: Bool) {
    if let known { return known }
    let heldOut = try data.source.heldOutBatch(size: limit)
    let batch = try heldOut ?? data.source.examples(from: 0, size: limit)
    let result = (try PairedSetup.pairs(batch), heldOut != nil)
    known = result
    return result
  }

  /// What outputs that take no learning come to.
  func baselines() throws -> [(name: String, measures: PairMeasures)] {
    if let knownBaselines { return knownBaselines }
    let mean = try meanTarget()
    let result = [
      ("copying the input", try Self.measure(pairs(), of: { $0.input })),
      (
        "the mean target",
        try Self.measure(pairs(), of: { try mean.expanded($0.target.shape) })
      ),
    ].compactMap { name, measures in measures.map { (name: name, measures: $0) } }
    knownBaselines = result
    return result
  }

  /// Measures what is made of pairs, a batch at a time.
  static func measure(
    _ pairs: PairedBatch,
    of make: (PairedBatch) throws -> Tensor
  ) throws -> PairMeasures? {
    let total = try pairs.input.shape[0]
    let parts = try stride(from: 0, to: total, by: batch).map { start in
      let length = min(batch, total - start)
      let part = PairedBatch(
        input: try pairs.input.narrowed(start, length: length),
        target: try pairs.target.narrowed(start, length: length)
      )
      return try PairMeasures(make(part), part.target)
    }
    return PairMeasures.together(parts)
  }

  /// The mean of all training targets, `[1, channels, height, width]`.
  private func meanTarget() throws -> Tensor {
    let total = max(1, data.source.exampleCount ?? 1)
    var sum: Tensor?
    for start in stride(from: 0, to: total, by: Self.batch) {
      let examples = try data.source.examples(from: start, size: min(Self.batch, total - start))
      let part = try PairedSetup.pairs(examples).target.to(.float64).sum(0, keep: true)
      sum = try sum.map { try $0 + part } ?? part
    }
    guard let sum else { throw DataError(.damaged, "\(data.source.name): no pair to learn from") }
    return try (sum / Double(total)).to(.float32)
  }
}
