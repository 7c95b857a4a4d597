// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// One random, differentiable change of pictures, with its own parameters for each.
public protocol ImageTransform: Sendable {
  /// Its name in the configuration.
  static var name: TransformName { get }

  /// Changes every picture.
  ///
  /// - Parameters:
  ///   - images: Shape `[batch, channels, height, width]`, -1...1.
  ///   - random: Source of random numbers.
  /// - Returns: The same shape.
  func transformed(_ images: Tensor, using random: Random) throws(TensorError) -> Tensor
}

/// The random changes of pictures that configurations know.
///
/// ```swift
/// import SaddleGAN
/// import SaddleTorch
///
/// let random = try Random(seed: 1)
/// var images = try random.uniform([4, 3, 32, 32], low: -1, high: 1)
/// for transform in TransformCatalog.all {
///   images = try transform.transformed(images, using: random)
/// }
/// let augmentation = Augmentation(TransformCatalog.all, probability: 0.2)
/// ```
public enum TransformCatalog {
  /// One line a transform, in the order in which they are applied.
  public static let all: [any ImageTransform] = [
    Mirror(), QuarterTurns(), Translation(), Scaling(), Rotation(), ColorJitter(), PixelNoise(),
    Cutout(),
  ]
}

extension Tensor {
  /// `[batch, 1, 1, 1]` of this `[batch]`.
  func perImage() throws(TensorError) -> Tensor { try reshaped([shape[0], 1, 1, 1]) }
}
