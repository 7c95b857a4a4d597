// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// How images come to the size of a network: the largest hidden difference between FID programs.
///
/// - Source: Parmar et al., "On Aliased Resizing and Surprising Subtleties in GAN Evaluation", 2022,
///   arXiv:2104.11222; StudioGAN's `post_resizer` for the three words.
public enum ResizeConvention: String, Codable, Sendable, CaseIterable {
  /// Bilinear without a filter, as pytorch-fid 0.3.0: pixels between the sampled ones are lost.
  case legacy
  /// Bicubic with a filter, in floating point, as clean-fid (Pillow's BICUBIC).
  case clean
  /// Bilinear with a filter, in floating point, as StudioGAN for this network (Pillow's BILINEAR).
  case friendly

  /// Returns the images in another size, 0...255; bicubic may overshoot a little.
  ///
  /// - Parameter images: Shape `[count, channels, height, width]`, 0...255.
  func resized(_ images: Tensor, height: Int, width: Int) throws(TensorError) -> Tensor {
    let shape = try images.shape
    let numbers = try images.to(.float32)
    guard shape[2] != height || shape[3] != width else { return numbers }
    return switch self {
    case .legacy: try numbers.resized(height: height, width: width, mode: .bilinear)
    case .clean:
      try numbers.resized(height: height, width: width, mode: .bicubic, antialias: true)
    case .friendly:
      try numbers.resized(height: height, width: width, mode: .bilinear, antialias: true)
    }
  }
}
