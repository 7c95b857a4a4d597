// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Mirrors each picture left to right with probability 1/2.
public struct Mirror: ImageTransform {
  /// Listed as `mirror`.
  public static let name = TransformName.mirror

  /// Mirrors half of the pictures.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    let chosen = try (random.uniform([images.shape[0]], dtype: .float32) .< 0.5).perImage()
    return try images.flipped(3).replaced(by: images, unless: chosen)
  }
}

/// Turns each square picture by 0, 90, 180 or 270 degrees.
public struct QuarterTurns: ImageTransform {
  /// Listed as `quarterTurns`.
  public static let name = TransformName.quarterTurns

  /// Turns the pictures; others than square ones stay.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    let shape = try images.shape
    guard shape[2] == shape[3] else { return images }
    let turns = try random.integers([shape[0]], in: 0..<4).perImage()
    var result = images
    var turned = images
    for turn in 1..<4 {
      turned = try turned.transposed(2, 3).flipped(2)
      result = try turned.replaced(by: result, unless: turns .== Double(turn))
    }
    return result
  }
}

/// Shifts each picture by whole pixels, up to a share of its sides.
///
/// With ratio 0.125 and black borders it is DiffAugment's `translation`
/// (mit-han-lab/data-efficient-gans@0b63395).
public struct Translation: ImageTransform {
  /// What comes in from outside.
  public enum Border: Sendable {
    /// Zeros, which is middle gray.
    case zeros
    /// The picture, mirrored at its edge.
    case reflect
  }

  /// Listed as `translation`.
  public static let name = TransformName.translation
  /// Largest shift as a share of the side.
  public let ratio: Double
  /// What comes in from outside.
  public let border: Border

  /// Creates the transform; the defaults are DiffAugment's.
  public init(ratio: Double = 0.125, border: Border = .zeros) {
    self.ratio = ratio
    self.border = border
  }

  /// Shifts each picture down and across by numbers of its own.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    let shape = try images.shape
    var result = images
    for axis in [2, 3] {
      let side = shape[axis]
      let most = Int(Double(side) * ratio + 0.5)
      guard most > 0, most < side else { continue }
      let pads = axis == 2 ? [0, 0, most, most] : [most, most, 0, 0]
      let padded = try result.padded(pads, mode: border == .zeros ? .zeros : .reflect)
      let shifts = try random.integers([shape[0]], in: 0..<(2 * most + 1))
      var lines = [1, 1, 1, 1]
      lines[axis] = side
      let indices =
        try Tensor.arange(to: Double(side), dtype: .int64).reshaped(lines) + shifts.perImage()
      result = try padded.elements(at: indices.expanded(shape), along: axis)
    }
    return result
  }
}

/// Zooms each picture by `2^N(0, deviation^2)` about its middle.
public struct Scaling: ImageTransform {
  /// Listed as `scaling`.
  public static let name = TransformName.scaling
  /// Standard deviation of the binary logarithm (ADA: 0.2).
  public let deviation = 0.2

  /// Zooms each picture by a factor of its own; what is outside is middle gray.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    let scale = try
      (random.normal([images.shape[0]], dtype: images.dtype)
      * (-0.6931471805599453 * deviation)).exp()
    let zero = try scale.zerosLike()
    return try images.mapped(by: [scale, zero, zero, zero, scale, zero])
  }
}

/// Turns each picture by any angle about its middle.
public struct Rotation: ImageTransform {
  /// Listed as `rotation`.
  public static let name = TransformName.rotation

  /// Turns each picture by an angle of its own; what is outside is middle gray.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    let angle = try random.uniform(
      [images.shape[0]],
      low: -Double.pi,
      high: Double.pi,
      dtype: images.dtype
    )
    let (sine, cosine, zero) = (try angle.sin(), try angle.cos(), try angle.zerosLike())
    return try images.mapped(by: [cosine, -sine, zero, sine, cosine, zero])
  }
}

/// Changes brightness, saturation and contrast of each picture.
///
/// DiffAugment's `color`: brightness `+ U(-0.5, 0.5)`, saturation `* U(0, 2)` about the mean of the
/// channels, contrast `* U(0.5, 1.5)` about the picture's mean.
public struct ColorJitter: ImageTransform {
  /// Listed as `color`.
  public static let name = TransformName.color

  /// Changes brightness, then saturation, then contrast, each picture by numbers of its own.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    func draw(_ low: Double, _ high: Double) throws(TensorError) -> Tensor {
      try random.uniform([images.shape[0]], low: low, high: high, dtype: images.dtype).perImage()
    }
    var result = try images + draw(-0.5, 0.5)
    let gray = try result.mean(1, keep: true)
    result = try (result - gray) * draw(0, 2) + gray
    let mean = try result.mean(1, 2, 3, keep: true)
    return try (result - mean) * draw(0.5, 1.5) + mean
  }
}

/// Adds noise of a random strength to each picture.
public struct PixelNoise: ImageTransform {
  /// Listed as `noise`.
  public static let name = TransformName.noise
  /// Standard deviation of the strength, whose sign doesn't matter (ADA: 0.1).
  public let deviation = 0.1

  /// Adds normal noise, each picture with a strength of its own.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    let strength = try random.normal([images.shape[0]], dtype: images.dtype).perImage() * deviation
    return try images + random.normal(images.shape, dtype: images.dtype) * strength
  }
}

/// Blanks a rectangle of half the picture's sides at a random place, as DiffAugment's `cutout` does.
public struct Cutout: ImageTransform {
  /// Listed as `cutout`.
  public static let name = TransformName.cutout
  /// Side of the rectangle as a share of the picture's.
  public let ratio = 0.5

  /// Makes a rectangle of each picture middle gray, at the borders a smaller one.
  public func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor {
    let shape = try images.shape
    var inside: Tensor?
    for axis in [2, 3] {
      let side = shape[axis]
      let cut = Int(Double(side) * ratio + 0.5)
      let middle = try random.integers([shape[0]], in: 0..<(side + (1 - cut % 2))).perImage()
      var lines = [1, 1, 1, 1]
      lines[axis] = side
      let offset = try Tensor.arange(to: Double(side), dtype: .int64).reshaped(lines) - middle
      let near = try (offset .>= Double(-(cut / 2)))
        .logicalAnd(offset .< Double(cut - cut / 2))
      inside = try inside.map { (first) throws(TensorError) in try first.logicalAnd(near) } ?? near
    }
    guard let inside else { return images }
    return try images.filled(with: 0, where: inside)
  }
}

extension Tensor {
  /// Samples pictures at places given by six numbers a picture, row by row of a 2x3 matrix.
  func mapped(by numbers: [Tensor]) throws(TensorError) -> Tensor {
    let matrices = try Tensor.stacked(numbers, along: 1).reshaped([shape[0], 2, 3])
    return try gridSampled(matrices.affineGrid(shape))
  }
}
