// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The pixels themselves, 0...1: no network, nothing learned, sensitive to a shift by one pixel.
public final class PixelExtractor: FeatureExtractor {
  /// What it is; the resize names the size.
  public let identity: ExtractorIdentity
  private let size: Int?

  /// Creates an extractor.
  ///
  /// - Parameter size: Images are brought to `size` x `size`; nil takes them as they are, all of one
  ///   size.
  public init(size: Int? = nil) {
    self.size = size
    let resize = size.map { "clean \($0)x\($0)" } ?? "none"
    identity = ExtractorIdentity(
      name: "pixels",
      hash: ContentHash.of("pixels 1 \(resize)"),
      resize: resize,
      featureSize: nil
    )
  }

  /// Returns all pixels of an image as one row.
  public func extract(_ batch: ImageBatch) throws -> Extraction {
    let images =
      try size.map { try ResizeConvention.clean.resized(batch.pixels, height: $0, width: $0) }
      ?? batch.pixels.to(.float32)
    return Extraction(features: try (images / 255).flattened(1))
  }
}
