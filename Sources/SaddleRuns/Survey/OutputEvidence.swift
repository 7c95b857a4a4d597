// SPDX-License-Identifier: Apache-2.0

/// Whether a discriminator's logged output is a probability or a score, judged by which of them
/// explains the generator's loss.
struct OutputEvidence: Sendable, Equatable {
  private var count = 0
  private var scale = 0.0
  private var asProbability: [Double] = [0, 0]
  private var asScore: [Double] = [0, 0, 0, 0, 0]

  mutating func take(output p: Double, loss: Double) {
    guard p.isFinite, loss.isFinite, p > 0, p < 1 else { return }
    count += 1
    scale += abs(loss)
    for (index, expected) in [-log(p), log(1 - p)].enumerated() {
      asProbability[index] += abs(loss - expected)
    }
    let softplus = log(1 + exp(-p))
    let scoreLosses = [
      softplus, -log(1 + exp(p)), -p, (p - 1) * (p - 1), (p - 1) * (p - 1) / 2,
    ]
    for (index, expected) in scoreLosses.enumerated() { asScore[index] += abs(loss - expected) }
  }

  enum Verdict: Sendable, Equatable { case probability, score, open }

  /// What the output is, as far as the loss tells.
  ///
  /// Only values within 0...1 are in question. There every score formula is nearly straight, so
  /// that batch means fit within a few per cent; `-log p` is curved and fits loosely at best.
  var verdict: Verdict {
    guard count >= 3, scale > 0 else { return .open }
    let probability = min(asProbability[0], asProbability[1]) / scale
    let score = (asScore.min() ?? .infinity) / scale
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
