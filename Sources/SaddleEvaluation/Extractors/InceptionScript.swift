// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The FID Inception network in NVIDIA's TorchScript file, `inception-2015-12-05.pt`.
///
/// It takes bytes of any size and resizes inside. Its `forward` gives the features where
/// `return_features` is set, else probabilities; NVIDIA's Inception Score leaves the bias of the last
/// layer out (`no_output_bias`), and so does this.
///
/// - Source: NVlabs/stylegan2-ada-pytorch, `metrics/metric_utils.py` and `inception_score.py`.
public final class InceptionScript: FeatureExtractor {
  /// What it is; the hash is the file's.
  public let identity: ExtractorIdentity
  private let network: TorchScript
  private let leavesBiasOut: Bool
  private let givesProbabilities: Bool

  /// Loads the network and runs it on one image, so that another one is named now.
  ///
  /// - Parameter path: The file; loading it runs its code.
  /// - Throws: `EvaluationError` of code `.file` for a network of another kind, `TensorError`.
  public init(trusting path: String) throws {
    let network = try TorchScript(trusting: path)
    guard try network.hasArgument("return_features") else {
      throw EvaluationError(
        .file,
        "\(path): its forward has no argument 'return_features', so this isn't NVIDIA's Inception; "
          + "name another network with --script"
      )
    }
    leavesBiasOut = try network.hasArgument("no_output_bias")
    let image = try Tensor.zeros([1, 3, 64, 64], dtype: .uint8)
    let features = try network.forward(image, flag: "return_features").flattened(1).shape
    let output = try network.forward(image).flattened(1)
    let sum: Double = try output.sum().item()
    givesProbabilities = try output.min().item() >= 0 && abs(sum - 1) < 1e-3
    self.network = network
    identity = ExtractorIdentity(
      name: "inception",
      hash: try ContentHash.ofFile(path),
      resize: "inside the TorchScript file",
      featureSize: features[1],
      classes: try output.shape[1]
    )
  }

  /// Returns the features and the scores.
  public func extract(_ batch: ImageBatch) throws -> Extraction {
    try extract(batch, wantsScores: true)
  }

  /// Returns the features, and the scores in a second pass where they are wanted.
  public func extract(_ batch: ImageBatch, wantsScores: Bool) throws -> Extraction {
    let images = try batch.converted(toChannels: 3).pixels
    let features = try network.forward(images, flag: "return_features").flattened(1)
    return Extraction(features: features, scores: try wantsScores ? scores(images) : nil)
  }

  /// Scores whose softmax are the network's probabilities.
  private func scores(_ images: Tensor) throws(TensorError) -> Tensor {
    let output = try network.forward(images, flag: leavesBiasOut ? "no_output_bias" : nil)
      .flattened(1)
    guard givesProbabilities else { return output }
    return try output.clamped(low: Double(Float.leastNormalMagnitude)).log()
  }
}
