// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch

/// The files that the FID Inception network comes in, told by their first bytes and not their names.
public enum InceptionFile: Sendable, Equatable {
  /// Weights that `Scripts/convert_weights.py` wrote.
  case safeTensors
  /// NVIDIA's network with its code.
  case torchScript

  /// Finds out which of both a file is.
  ///
  /// - Throws: `EvaluationError` of code `.file` where it can't be read, or holds PyTorch's pickled
  ///   weights, with the command that converts them.
  public static func kind(of path: String) throws(EvaluationError) -> InceptionFile {
    let (head, tail) = try ends(of: path)
    let isArchive = head.starts(with: [0x50, 0x4B, 3, 4])
    if isArchive, tail.range(of: Data("/constants.pkl".utf8)) != nil { return .torchScript }
    let isPickle = head.first == 0x80 && head.dropFirst().first.map { $0 <= 5 } == true
    guard isArchive || isPickle else { return .safeTensors }
    throw EvaluationError(
      .file,
      "\(path) holds PyTorch's pickled weights, which aren't read because that may run code; "
        + "convert them first: python3 Scripts/convert_weights.py \(path) inception.safetensors"
    )
  }

  /// The first bytes, and the end where an archive lists its entries.
  private static func ends(of path: String) throws(EvaluationError) -> (head: Data, tail: Data) {
    do {
      let file = try FileHandle(regularFileAt: URL(filePath: path))
      defer { try? file.close() }
      let head = try file.read(upToCount: 4) ?? Data()
      let size = try file.seekToEnd()
      try file.seek(toOffset: size - min(size, 1 << 20))
      return (head, try file.readToEnd() ?? Data())
    } catch {
      throw EvaluationError(.file, "\(path): can't be read (\(error.localizedDescription))")
    }
  }

  /// Opens the network in a file.
  ///
  /// - Parameters:
  ///   - path: Either kind of file; loading NVIDIA's runs its code.
  ///   - resize: How images come to 299 x 299; nil is `clean`. NVIDIA's file resizes by itself.
  /// - Throws: `EvaluationError`, `SafeTensorsError`, `TensorError`.
  public static func extractor(
    trusting path: String,
    resize: ResizeConvention? = nil
  ) throws -> any FeatureExtractor {
    switch try kind(of: path) {
    case .safeTensors:
      return try InceptionExtractor(file: URL(filePath: path), resize: resize ?? .clean)
    case .torchScript:
      guard resize == nil else {
        throw EvaluationError(
          .option,
          "\(path) is a TorchScript file, which resizes images by itself: leave --resize away"
        )
      }
      return try InceptionScript(trusting: path)
    }
  }
}
