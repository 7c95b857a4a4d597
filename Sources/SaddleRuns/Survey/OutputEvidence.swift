// SPDX-License-Identifier: Apache-2.0

/// Whether a discriminator's logged output is a probability or a score, judged by which of them
/// explains the generator's loss.
struct OutputEvidence: Sendable, Equatable {
  private var count = 0
  private var scale = 0.0
  /// Distance of the loss from what each formula makes of the output.
  private var asProbability = SIMD2(0.0, 0.0)
  private var asScore = SIMD8<Double>(repeating: 0)
  /// Beyond so many values one in so many is enough.
  private static let dense = 4096
  private static let stride = 16
  private var seen = 0

  mutating func take(output p: Double, loss: Double) {
    guard p.isFinite, loss.isFinite, p > 0, p < 1 else { return }
    seen += 1
    guard seen <= Self.dense || seen % Self.stride == 0 else { return }
    count += 1
    scale += abs(loss)
    asProbability += distance(loss, SIMD2(-log(p), log(1 - p)))
    let softplus = log(1 + exp(-p))
    let square = (p - 1) * (p - 1)
    // The last three are one formula once more.
    asScore += distance(
      loss,
      SIMD8(softplus, -(softplus + p), -p, square, square / 2, -p, -p, -p)
    )
  }

  private func distance<Vector: SIMD<Double>>(_ loss: Double, _ expected: Vector) -> Vector {
    var result = expected
    for index in result.indices { result[index] = abs(loss - expected[index]) }
    return result
  }

  enum Verdict: Sendable, Equatable { case probability, score, open }

  /// What the output is, as far as the loss tells.
  ///
  /// Only values within 0...1 are in question. There every score formula is nearly straight, so
  /// that batch means fit within a few per cent; `-log p` is curved and fits loosely at best.
  var verdict: Verdict {
    guard count >= 3, scale > 0 else { return .open }
    let probability = asProbability.min() / scale
    let score = asScore.min() / scale
    if score < 0.1, score < probability { return .score }
    if probability < 0.6, probability < score { return .probability }
    return .open
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
