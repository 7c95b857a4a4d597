// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The sliced Wasserstein distance of patches at each level of a Laplacian pyramid, times 1000.
///
/// Fine levels tell about texture, the coarsest about structure. Needs no feature network.
public struct SlicedWasserstein: Metric {
  /// Name, meaning, bias and source.
  public static let info = MetricInfo(
    id: "swd",
    title: "SWD",
    summary: "distance of patches by level of detail, x 1000; needs no feature network",
    higherIsBetter: false,
    needs: [.fakeImages, .realImages],
    bias: "biased upwards by little; compare equal counts only",
    source: "Karras et al. 2018, arXiv:1710.10196 (7x7 patches, 128 an image, 4 x 128 directions)"
  )

  /// Images of each side, at most.
  public var maximumImages = 1024
  /// Patches of an image.
  public var patches = 128
  /// Random directions in one go; four goes are averaged.
  public var directions = 128

  /// Creates the metric with 128 patches of each of at most 1024 images.
  public init() {}

  /// Settings that change the number.
  public var settings: [String: String] {
    ["images": "\(maximumImages)", "patches": "\(patches)", "directions": "4 x \(directions)"]
  }

  /// Returns the mean over levels; each level is a detail.
  ///
  /// - Throws: `EvaluationError` where there are no images, or of two shapes, or smaller than 16
  ///   pixels; `TensorError`.
  public func measure(_ input: MetricInput) throws -> Measurement {
    let real = try MetricInput.images(input.real, "real")
    let fake = try MetricInput.images(input.fake, "fake")
    let (shape, other) = (try real.shape, try fake.shape)
    guard shape.dropFirst() == other.dropFirst(), min(shape[2], shape[3]) >= 16 else {
      throw EvaluationError(
        .samples,
        "SWD needs images of one shape and 16 pixels or more: real \(shape), fake \(other)"
      )
    }
    let count = min(shape[0], other[0], maximumImages)
    return try noGrad {
      let random = try Random(seed: input.seed)
      var levels: [Double] = []
      var pair = try [real, fake].map { try $0.narrowed(0, length: count).to(.float32) }
      let sizes = Pyramid.sizes(height: shape[2], width: shape[3])
      for (index, _) in sizes.enumerated() {
        let isLast = index == sizes.count - 1
        let smaller = try isLast ? nil : pair.map { try Pyramid.down($0) }
        let details =
          try smaller.map { smaller in
            try zip(pair, smaller).map { try $0 - Pyramid.up($1, like: $0) }
          } ?? pair
        let rows = try details.map { try descriptors($0, random) }
        levels.append(1000 * (try distance(rows[0], rows[1], random)))
        pair = smaller ?? pair
        try input.progress(Double(index + 1) / Double(sizes.count))
      }
      let details = zip(sizes, levels).map { (name: "level \($0)", value: $1) }
      return Measurement(levels.mean, details: details)
    }
  }

  /// Patches as rows, each channel with mean 0 and deviation 1.
  private func descriptors(_ images: Tensor, _ random: Random) throws -> Tensor {
    let shape = try images.shape
    let (channels, side) = (shape[1], 7)
    let places = (shape[2] - side + 1) * (shape[3] - side + 1)
    let batch = max(1, (1 << 24) / (channels * side * side * places))
    var parts: [Tensor] = []
    for start in stride(from: 0, to: shape[0], by: batch) {
      let length = min(batch, shape[0] - start)
      let windows = try images.narrowed(start, length: length).unfolded(side)
      let columns = try random.integers([length, 1, patches], in: 0..<places)
        .expanded([length, channels * side * side, patches])
      parts.append(try windows.elements(at: columns, along: 2))
    }
    let all = try Tensor.concatenated(parts).transposed(1, 2)
      .reshaped([-1, channels, side * side])
    let mean = try all.mean(0, 2, keep: true)
    let deviation = try all.standardDeviation(0, 2, correction: 0, keep: true).clamped(low: 1e-12)
    return try ((all - mean) / deviation).flattened(1)
  }

  private func distance(_ a: Tensor, _ b: Tensor, _ random: Random) throws -> Double {
    let size = try a.shape[1]
    var sum = 0.0
    for _ in 0..<4 {
      let drawn = try random.normal([size, directions])
      let unit = try drawn / drawn.norm(0, keep: true)
      let (left, right) = (try a.matmul(unit).transposed(), try b.matmul(unit).transposed())
      let difference = try left.contiguous().sorted().values - right.contiguous().sorted().values
      sum += try difference.abs().mean().item()
    }
    return sum / 4
  }
}

/// Gaussian pyramids with the 5-tap binomial filter and mirrored borders.
enum Pyramid {
  /// Smaller sides of the levels, from the image's own down to 16 pixels.
  static func sizes(height: Int, width: Int) -> [Int] {
    var sizes: [Int] = []
    var side = min(height, width)
    while side >= 16 {
      sizes.append(side)
      side = (side + 1) / 2
    }
    return sizes
  }

  static func down(_ images: Tensor) throws(TensorError) -> Tensor {
    let shape = try images.shape
    return try matrix(shape[2]).matmul(images).matmul(matrix(shape[3]).transposed())
  }

  static func up(_ images: Tensor, like target: Tensor) throws(TensorError) -> Tensor {
    let shape = try target.shape
    return try upMatrix(shape[2]).matmul(images).matmul(upMatrix(shape[3]).transposed())
  }

  private static let taps: [Float] = [1, 4, 6, 4, 1]

  /// Filters `length` pixels and keeps every other one.
  ///
  /// Shape `[(length + 1) / 2, length]`.
  private static func matrix(_ length: Int) throws(TensorError) -> Tensor {
    let rows = (length + 1) / 2
    var values = [Float](repeating: 0, count: rows * length)
    for row in 0..<rows {
      for (tap, weight) in taps.enumerated() {
        values[row * length + mirrored(2 * row + tap - 2, length)] += weight / 16
      }
    }
    return try Tensor(values, shape: [rows, length])
  }

  /// Puts zeros between the pixels and filters with twice the weight.
  ///
  /// Shape `[length, (length + 1) / 2]`.
  private static func upMatrix(_ length: Int) throws(TensorError) -> Tensor {
    let columns = (length + 1) / 2
    var values = [Float](repeating: 0, count: length * columns)
    for row in 0..<length {
      for (tap, weight) in taps.enumerated() {
        let place = mirrored(row + tap - 2, length)
        if place % 2 == 0 { values[row * columns + place / 2] += weight / 8 }
      }
    }
    return try Tensor(values, shape: [length, columns])
  }

  private static func mirrored(_ index: Int, _ length: Int) -> Int {
    let positive = abs(index)
    return positive < length ? positive : max(0, 2 * length - 2 - positive)
  }
}
