// SPDX-License-Identifier: Apache-2.0

public import Foundation
import SaddleTorch

/// The FID Inception network with weights from a file that the user gives.
///
/// Saddle has no right to ship the weights. `Scripts/convert_weights.py` turns pytorch-fid's
/// `pt_inception-2015-12-05-6726825d.pth` into the safetensors file that this reads.
public final class InceptionExtractor: FeatureExtractor {
  /// What it is; the hash is the file's.
  public let identity: ExtractorIdentity
  private let network: InceptionNetwork
  private let resize: ResizeConvention

  /// Reads the weights.
  ///
  /// - Parameters:
  ///   - file: A safetensors file with pytorch-fid's names.
  ///   - resize: How images come to 299 x 299, and how they are scaled: `legacy` `2 x / 255 - 1`,
  ///     `clean` `(x - 128) / 128`, `friendly` `2 x / 255 - 1`, each as its program does.
  /// - Throws: `SafeTensorsError`, `EvaluationError` naming a missing tensor, `TensorError`.
  public init(file: URL, resize: ResizeConvention = .clean) throws {
    let weights = WeightReader(try SafeTensors.read(file).tensors, source: file.path)
    network = try InceptionNetwork(weights)
    self.resize = resize
    identity = ExtractorIdentity(
      name: "inception",
      hash: try ContentHash.ofFile(file.path),
      resize: "\(resize.rawValue) 299x299",
      featureSize: 2048,
      classes: 1008
    )
  }

  /// Returns the 2048 features and 1008 scores.
  public func extract(_ batch: ImageBatch) throws -> Extraction {
    let images = try batch.converted(toChannels: 3).pixels
    return try noGrad {
      let resized = try resize.resized(images, height: 299, width: 299)
      let input = try resize == .clean ? (resized - 128) / 128 : resized * (2 / 255.0) - 1
      return try network(input)
    }
  }
}
