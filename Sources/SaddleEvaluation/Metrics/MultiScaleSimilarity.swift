// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleTorch

/// How alike pairs of fake images are.
///
/// The mean multi-scale structural similarity of random pairs, of one class where classes are known.
/// High values mean little diversity.
public struct MultiScaleSimilarity: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "ms-ssim",
    title: "MS-SSIM",
    summary: "likeness of pairs of fake images; compare with the real images' own",
    higherIsBetter: nil,
    needs: [.fakeImages, .realImages],
    bias: "unbiased; says nothing about quality: noise is diverse",
    source: "Odena et al. 2017, arXiv:1610.09585; Wang et al. 2003; PGGAN's ms_ssim"
  )

  /// Pairs compared, at most.
  public var pairs = 1000

  /// Creates the metric of at most 1000 pairs.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] { ["pairs": "\(pairs)"] }

  /// Returns the mean of the fake images' pairs; that of the real images' is a detail.
  ///
  /// - Throws: `EvaluationError` where there are fewer than 2 images, or none, or smaller than 16
  ///   pixels; `TensorError`.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let fake = try MetricInput.images(input.fake, "fake")
    let values = try similarities(fake, input.fake.labels, input.seed)
    try input.progress(0.5)
    var result = Measurement(values.mean)
    result.interval = .ofMean(values, method: "\(values.count) pairs")
    if input.real.imageProblem != nil {
      result.warnings.append("the real images are of several sizes: nothing to compare with")
    }
    if let real = input.real.images {
      let own = try similarities(real, input.real.labels, input.seed)
      result.details = [("real images", own.mean)]
      if let interval = Interval.ofMean(own, method: ""), let mine = result.interval,
        mine.low > interval.high + 0.05
      {
        result.warnings.append("fake images are more alike than real ones: diversity is lost")
      }
    }
    return result
  }

  private func similarities(_ images: Tensor, _ labels: [Int]?, _ seed: UInt64) throws -> [Double] {
    let count = try images.shape[0]
    guard count >= 2 else { throw EvaluationError(.samples, "pairs need 2 images or more") }
    let order = try Shuffle(count, seed: seed).order
    let groups = labels.flatMap { $0.count == count ? $0 : nil }
    let sorted = groups.map { groups in order.sorted { groups[$0] < groups[$1] } } ?? order
    var chosen: [(Int, Int)] = []
    for index in stride(from: 0, to: count - 1, by: 2) {
      let (a, b) = (sorted[index], sorted[index + 1])
      if groups.map({ $0[a] == $0[b] }) ?? true { chosen.append((a, b)) }
    }
    if chosen.count > pairs {
      chosen = try Shuffle(chosen.count, seed: seed).order.prefix(pairs).map { chosen[$0] }
    }
    var values: [Double] = []
    for start in stride(from: 0, to: chosen.count, by: 64) {
      let part = chosen[start..<min(start + 64, chosen.count)]
      values += try Self.similarity(
        images.gathered(at: Tensor(part.map(\.0))),
        images.gathered(at: Tensor(part.map(\.1)))
      )
    }
    return values
  }

  // MARK: - The similarity itself

  static let weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

  /// Returns the multi-scale similarity of pairs of images with values 0...255.
  ///
  /// Five scales with 2x2 means between them, Gaussian window of 11 pixels and deviation 1.5, both
  /// shrinking with the image; negative means are taken as 0.
  ///
  /// - Parameters:
  ///   - first: Shape `[pairs, channels, height, width]`, both sides 16 pixels or more.
  ///   - second: The same shape.
  /// - Returns: One number a pair, 0...1.
  /// - Throws: `EvaluationError` for smaller images, `TensorError`.
  public static func similarity(_ first: Tensor, _ second: Tensor) throws -> [Double] {
    let shape = try first.shape
    guard shape.count == 4, shape == (try second.shape), min(shape[2], shape[3]) >= 16 else {
      throw EvaluationError(
        .samples,
        "MS-SSIM needs images of 16 pixels or more, all of one shape, and these are \(shape)"
      )
    }
    return try noGrad {
      var (a, b) = (try first.to(.float64), try second.to(.float64))
      var product: Tensor?
      for (level, weight) in weights.enumerated() {
        let (luminance, contrast) = try terms(a, b)
        let isLast = level == weights.count - 1
        let whole = try isLast ? luminance * contrast : contrast
        let factor = try whole.mean(1, 2, 3).clamped(low: 0).pow(weight)
        product = try product.map { (old) throws(TensorError) in try old * factor } ?? factor
        if !isLast { (a, b) = (try a.averagePooled(2), try b.averagePooled(2)) }
      }
      return try product?.array() ?? []
    }
  }

  /// Luminance and contrast-structure terms at each place.
  private static func terms(_ a: Tensor, _ b: Tensor) throws(TensorError) -> (Tensor, Tensor) {
    let shape = try a.shape
    let window = min(11, shape[2], shape[3])
    let down = try gaussian(window, shape[2]).transposed()
    let across = try gaussian(window, shape[3])
    let filtered = { (image: Tensor) throws(TensorError) in
      try down.matmul(image).matmul(across)
    }
    let (c1, c2) = (6.5025, 58.5225)
    let (meanA, meanB) = (try filtered(a), try filtered(b))
    let (squareA, squareB) = (try meanA.square(), try meanB.square())
    let product = try meanA * meanB
    let varianceA = try filtered(a.square()) - squareA
    let varianceB = try filtered(b.square()) - squareB
    let covariance = try filtered(a * b) - product
    let luminance = try (product * 2 + c1) / (squareA + squareB + c1)
    let contrast = try (covariance * 2 + c2) / (varianceA + varianceB + c2)
    return (luminance, contrast)
  }

  /// The matrix that filters a row of `length` pixels where the window fits.
  ///
  /// Shape `[length, length - window + 1]`.
  private static func gaussian(_ window: Int, _ length: Int) throws(TensorError) -> Tensor {
    let deviation = Double(window) * 1.5 / 11
    let middle = Double(window - 1) / 2
    let raw = (0..<window).map { exp(-pow(Double($0) - middle, 2) / (2 * deviation * deviation)) }
    let sum = raw.reduce(0, +)
    let columns = length - window + 1
    var matrix = [Double](repeating: 0, count: length * columns)
    for column in 0..<columns {
      for tap in 0..<window { matrix[(column + tap) * columns + column] = raw[tap] / sum }
    }
    return try Tensor(matrix, shape: [length, columns])
  }
}
