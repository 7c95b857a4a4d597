// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The kernel distance: the squared maximum mean discrepancy of features with the cubic kernel
/// `k(x, y) = (x . y / d + 1)^3`, averaged over subsets.
public struct KID: Metric {
  /// Which estimate of the discrepancy.
  public enum Estimator: String, Sendable, CaseIterable, Codable {
    /// As in every published KID: own pairs without the diagonal over `m (m - 1)`, cross pairs with
    /// it over `m^2`. Identical sets give a negative number.
    case standard
    /// Without the diagonal in all three terms: 0 for identical sets.
    case uStatistic
    /// All pairs over `m^2`: never negative, biased upwards.
    case biased
  }

  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "kid",
    title: "KID",
    summary: "kernel distance of features; 0 in expectation for equal distributions",
    higherIsBetter: false,
    needs: [.features],
    bias: "unbiased (standard and uStatistic); may be negative",
    source: "Binkowski et al. 2018, arXiv:1801.01401; torch-fidelity 0.4.0 for the conventions"
  )

  /// Random subsets that the distance is averaged over.
  public var subsets: Int
  /// Images of a subset; fewer where there are fewer.
  public var subsetSize: Int
  /// Which estimate; published numbers are `.standard`.
  public var estimator: Estimator

  /// Creates the metric; 100 subsets of 1000 images are the published protocol.
  public init(subsets: Int = 100, subsetSize: Int = 1000, estimator: Estimator = .standard) {
    self.subsets = subsets
    self.subsetSize = subsetSize
    self.estimator = estimator
  }

  /// Settings that change the number.
  public var settings: [String: String] {
    ["subsets": "\(subsets)", "subset size": "\(subsetSize)", "estimator": estimator.rawValue]
  }

  /// Returns the mean over subsets, with their standard deviation.
  ///
  /// The interval is over disjoint parts where the fake images make 4 or more subsets: subsets that
  /// overlap would make it look too small.
  ///
  /// - Throws: `EvaluationError` where the features of a side are missing or of another size,
  ///   `TensorError`.
  /// - Complexity: O(subsets * subsetSize^2 * size).
  public func measure(_ input: MetricInput) throws -> Measurement {
    let real = try MetricInput.require(input.real.features, "features of the real images")
    let fake = try MetricInput.require(input.fake.features, "features of the fake images")
    try Features.check(real, fake)
    let size = min(subsetSize, real.count, fake.count)
    // A subset of all images of both sides is the same each time: one says it.
    let isWhole = size == real.count && size == fake.count
    let rounds = isWhole ? 1 : max(subsets, 1)
    let random = try Random(seed: input.seed)
    var values: [Double] = []
    for index in 0..<rounds {
      let realRows = try random.permutation(real.count).narrowed(0, length: size)
      let fakeRows = try random.permutation(fake.count).narrowed(0, length: size)
      values.append(
        try KernelDiscrepancy(
          real.matrix.gathered(at: realRows),
          fake.matrix.gathered(at: fakeRows)
        ).value(estimator)
      )
      try input.progress(Double(index + 1) / Double(rounds))
    }
    var result = Measurement(values.mean)
    if !isWhole { result.details = [("std", values.deviation(correction: 0))] }
    result.interval = try interval(real, fake, size, around: values.mean, input.seed)
    result.warnings = warnings(size, real: real.count, fake: fake.count)
    return result
  }

  /// What subsets of `size` images of these sets are no longer good for.
  private func warnings(_ size: Int, real: Int, fake: Int) -> [String] {
    let instead = size < subsetSize ? " instead of \(subsetSize)" : ""
    if size == real, size == fake {
      return [
        "KID from one subset of all \(size) images\(instead): it has no deviation over subsets; "
          + "take fewer images a subset (--kid-subset-size \(max(2, size / 4))) or more images"
      ]
    }
    if size == real || size == fake {
      let side = size == fake ? "fake" : "real"
      return [
        "every KID subset holds all \(size) \(side) images\(instead): std tells of the other side only"
      ]
    }
    return []
  }

  private func interval(
    _ real: Features,
    _ fake: Features,
    _ size: Int,
    around center: Double,
    _ seed: UInt64
  ) throws -> Interval? {
    let parts = max(4, min(20, min(real.count, fake.count) / size))
    guard min(real.count, fake.count) / parts >= 8 else { return nil }
    let pairs = try zip(
      Shuffle(real.count, seed: seed).parts(parts),
      Shuffle(fake.count, seed: seed).parts(parts)
    )
    let values = try pairs.map { realRows, fakeRows in
      let count = min(realRows.count, fakeRows.count, size)
      return try KernelDiscrepancy(
        real.rows(Array(realRows.prefix(count))).matrix,
        fake.rows(Array(fakeRows.prefix(count))).matrix
      ).value(estimator)
    }
    return Interval.ofMean(values, around: center, method: "\(parts) disjoint parts of both sides")
  }
}

/// The sums of the cubic kernel over pairs of rows of two equally large sets.
struct KernelDiscrepancy {
  private let own: Double
  private let ownDiagonal: Double
  private let cross: Double
  private let crossDiagonal: Double
  private let count: Double

  init(_ first: Tensor, _ second: Tensor) throws(TensorError) {
    let shape = try first.shape
    let size = Double(shape[1])
    count = Double(shape[0])
    let sums = try noGrad { () throws(TensorError) -> [Tensor] in
      let kernel = { (a: Tensor, b: Tensor) throws(TensorError) -> Tensor in
        try (a.matmul(b.transposed()) * (1 / size) + 1).pow(3).to(.float64)
      }
      let (xx, yy) = (try kernel(first, first), try kernel(second, second))
      let xy = try kernel(first, second)
      return [
        try xx.sum() + yy.sum(), try xx.trace() + yy.trace(), try xy.sum(), try xy.trace(),
      ]
    }
    let numbers = try Tensor.scalars(sums)
    own = numbers[0]
    ownDiagonal = numbers[1]
    cross = numbers[2]
    crossDiagonal = numbers[3]
  }

  func value(_ estimator: KID.Estimator) -> Double {
    let pairs = count * max(count - 1, 1)
    return switch estimator {
    case .standard: (own - ownDiagonal) / pairs - 2 * cross / (count * count)
    case .uStatistic: (own - ownDiagonal - 2 * (cross - crossDiagonal)) / pairs
    case .biased: (own - 2 * cross) / (count * count)
    }
  }
}
