// SPDX-License-Identifier: Apache-2.0

import SaddleEvaluation
import SaddleTorch

/// A fixture that any language can repeat, from a linear congruential generator; `metrics` of
/// `Scripts/reference_values.py` repeats it in Python.
struct Golden {
  private var state: Int

  init(seed: Int) { state = seed }

  mutating func uniform() -> Double {
    state = (1_103_515_245 * state + 12345) % (1 << 31)
    return Double(state) / Double(1 << 31)
  }

  /// Sum of twelve uniform numbers less 6.
  mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + uniform() }
  }

  static func rows(_ seed: Int, _ count: Int, scale: Double = 1, shift: Double = 0) -> [Double] {
    var source = Golden(seed: seed)
    return (0..<count).map { _ in source.normal() * scale + shift }
  }

  static let real = rows(1, 64 * 8)
  static let fake = rows(2, 64 * 8, scale: 1.1, shift: 0.25)
  static let logits = rows(3, 60 * 10, scale: 2)

  static func input() throws -> MetricInput {
    MetricInput(
      real: try SampleSet(Features(real, size: 8)),
      fake: try SampleSet(Features(fake, size: 8), scores: Tensor(logits, shape: [60, 10]))
    )
  }

  /// Features drawn from a standard normal distribution.
  static func gaussian(_ count: Int, _ size: Int, seed: UInt64, scale: Double = 1) throws
    -> Features
  {
    try Features(Random(seed: seed).normal([count, size]) * scale)
  }

  /// The image fixtures A and B, channel by channel.
  static func image(_ a: Int, _ b: Int, _ c: Int, size: Int) -> [Double] {
    var values: [Double] = []
    for channel in 0..<3 {
      for y in 0..<size {
        for x in 0..<size { values.append(Double((a * x + b * y + c * channel + x * y / 7) % 256)) }
      }
    }
    return values
  }

  static func disturbed(_ image: [Double], size: Int) -> [Double] {
    image.indices.map { index in
      let (y, x) = (index / size % size, index % size)
      return min(255, max(0, image[index] + Double((7 * y + 3 * x) % 21 - 10)))
    }
  }
}

func isNear(_ value: Double, _ expected: Double, _ tolerance: Double) -> Bool {
  abs(value - expected) <= tolerance
}
