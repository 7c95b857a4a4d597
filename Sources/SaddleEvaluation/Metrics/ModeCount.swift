// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch

/// How many of a classifier's classes the fake images reach, and how evenly.
public struct ModeCount: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "modes",
    title: "modes",
    summary: "classes that fake images are assigned to, and KL from uniform and from the data",
    higherIsBetter: true,
    needs: [.fakeScores, .realScores],
    bias: "the count grows with the number of images; KL has a floor of (classes - 1) / (2 images)",
    source: "Metz et al. 2017, arXiv:1611.02163; Lin et al. 2018 (PacGAN), arXiv:1712.04086"
  )

  /// Creates the metric, which has no settings.
  public init() {}

  /// Returns the number of classes reached; the divergences are details.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let fake = try MetricInput.require(input.fake.scores, "class scores of the fake images")
    let real = try MetricInput.require(input.real.scores, "class scores of the real images")
    let classes = try fake.shape[1]
    let fakeCounts = try ClassHistogram(assignments: fake.argmax(1).array(), classes: classes)
    let realCounts = try ClassHistogram(assignments: real.argmax(1).array(), classes: classes)
    let largest = fakeCounts.counts.enumerated().sorted {
      ($1.element, $0.offset) < ($0.element, $1.offset)
    }
    var result = Measurement(
      Double(fakeCounts.reached),
      details: [
        ("classes", Double(classes)),
        ("KL uniform", fakeCounts.divergenceFromUniform),
        ("KL data", fakeCounts.divergence(from: realCounts)),
        ("KL floor", fakeCounts.floor),
      ]
    )
    result.details += largest.prefix(10).filter { $0.element > 0 }
      .map { ("images of class \($0.offset)", Double($0.element)) }
    if fakeCounts.divergenceFromUniform < fakeCounts.floor / 4 {
      result.warnings.append(
        "the classes are more even than random samples could be: the images were chosen by class"
      )
    }
    return result
  }
}

/// Counts of images by class.
public struct ClassHistogram: Sendable, Equatable {
  /// One count a class.
  public let counts: [Int]
  /// All images.
  public let total: Int

  /// Counts assignments; numbers out of range are left out.
  public init(assignments: [Int], classes: Int) {
    var counts = [Int](repeating: 0, count: max(classes, 0))
    for number in assignments where counts.indices.contains(number) { counts[number] += 1 }
    self.counts = counts
    total = counts.reduce(0, +)
  }

  /// Classes with at least one image.
  public var reached: Int { counts.count { $0 > 0 } }

  /// `KL(p || uniform)` in nats; `ln K` where all images are of one class.
  public var divergenceFromUniform: Double {
    counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(total)
      return sum + share * log(share * Double(counts.count))
    }
  }

  /// `KL(p || data)` in nats; infinite where the data lack a class that is reached.
  public func divergence(from data: ClassHistogram) -> Double {
    zip(counts, data.counts).reduce(0) { sum, pair in
      guard pair.0 > 0 else { return sum }
      guard pair.1 > 0 else { return .infinity }
      let share = Double(pair.0) / Double(total)
      return sum + share * log(share * Double(data.total) / Double(pair.1))
    }
  }

  /// What random samples of a perfect model have of divergence: `(K - 1) / (2 N)`.
  public var floor: Double { Double(counts.count - 1) / (2 * Double(max(total, 1))) }
}
