// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleTorch

/// What is measured of a few samples beside training: the same for every task.
enum SampleStatistics {
  /// Samples that are compared with each other at most.
  static let count = 64

  /// Adds range and mean distance of samples.
  ///
  /// - Parameters:
  ///   - samples: `[count, ...]`; one alone says nothing.
  ///   - real: Whether they are the data's.
  static func add(
    _ samples: Tensor,
    real: Bool,
    to observation: inout Observation
  ) throws(TensorError) {
    let count = min(try samples.shape[0], Self.count)
    guard count > 1 else { return }
    let flat = try samples.narrowed(0, length: count).flattened(1)
    let distances = try flat.distances(to: flat).sum() / Double(count * (count - 1))
    let values = try Tensor.scalars([distances, samples.min(), samples.max()])
    observation[real ? .diversityReal : .diversityFake] = values[0]
    observation[real ? .dataMinimum : .sampleMinimum] = values[1]
    observation[real ? .dataMaximum : .sampleMaximum] = values[2]
  }

  /// Adds what the discriminator says of samples that training never sees.
  static func addHeldOut(
    _ scores: Scores,
    boundary: Double?,
    to observation: inout Observation
  ) throws(TensorError) {
    let summary = ScoreSummary(try scores.tensor.array(), boundary: boundary)
    observation[.scoresHeldOut] = summary.mean
    if let share = summary.fractionAbove { observation[.accuracyHeldOut] = share }
  }
}

extension Module {
  /// Lets the network run as in training and puts its running statistics back to what they were.
  func keepingBuffers<Value>(_ body: () throws -> Value) throws -> Value {
    let kept = try buffers().map { buffer throws(TensorError) in
      (buffer.buffer, try buffer.buffer.tensor.clone())
    }
    defer { for (buffer, value) in kept { try? buffer.assign(value) } }
    return try body()
  }
}
