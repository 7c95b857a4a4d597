// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// A network of the user's, saved with `torch.jit.save`.
///
/// It gets images `[count, 3, height, width]` (or 1 channel, as told), scaled as told, and returns
/// `[count, features]`; anything after the second dimension is averaged.
public final class ScriptExtractor: FeatureExtractor {
  /// How pixels reach the network.
  public enum Scale: String, Sendable, CaseIterable {
    /// `.uint8`, 0...255, as NVIDIA's networks take them.
    case bytes
    /// 0...1.
    case unit
    /// -1...1.
    case symmetric
  }

  /// What it is; the hash is the file's.
  public let identity: ExtractorIdentity
  private let network: TorchScript
  private let size: Int?
  private let scale: Scale
  private let channels: Int

  /// Loads a network.
  ///
  /// - Parameters:
  ///   - path: The file; loading it runs its code.
  ///   - size: Images are brought to `size` x `size`; nil leaves them.
  ///   - scale: How pixels reach the network.
  ///   - channels: 1 or 3.
  /// - Throws: `EvaluationError`, `TensorError` naming the file.
  public init(
    trusting path: String,
    size: Int? = nil,
    scale: Scale = .symmetric,
    channels: Int = 3
  ) throws {
    network = try TorchScript(trusting: path)
    self.size = size
    self.scale = scale
    self.channels = channels
    let resize = size.map { "clean \($0)x\($0)" } ?? "none"
    identity = ExtractorIdentity(
      name: "script",
      hash: try ContentHash.ofFile(path),
      resize: "\(resize), \(scale.rawValue), \(channels) channels",
      featureSize: nil
    )
  }

  /// Returns the network's output as features.
  public func extract(_ batch: ImageBatch) throws -> Extraction {
    let images = try batch.converted(toChannels: channels).pixels
    let resized =
      try size.map { try ResizeConvention.clean.resized(images, height: $0, width: $0) }
      ?? images.to(.float32)
    let output = try network.forward(scaled(resized))
    let shape = try output.shape
    guard shape.count >= 2, shape[0] == batch.count else {
      throw EvaluationError(
        .samples,
        "the network gave \(shape) for \(batch.count) images; [images, features] is needed"
      )
    }
    return Extraction(features: try shape.count == 2 ? output : output.flattened(2).mean(2))
  }

  private func scaled(_ images: Tensor) throws(TensorError) -> Tensor {
    switch scale {
    case .bytes: try images.round().clamped(low: 0, high: 255).to(.uint8)
    case .unit: try images / 255
    case .symmetric: try images / 127.5 - 1
    }
  }
}
