// SPDX-License-Identifier: Apache-2.0

public import Foundation
import SaddleTorch

/// The real side of an evaluation as bytes, so that it needs to be computed once.
///
/// A safetensors file with what the metrics read: features, scores, images, mean and covariance. It
/// gives back the same numbers, bit for bit, or says that it is damaged.
public enum ReferenceFile {
  /// Returns a reference as bytes.
  ///
  /// - Throws: `TensorError` or `SafeTensorsError`.
  public static func encode(_ reference: Evaluator.Reference) throws -> Data {
    var tensors = StateDictionary()
    let set = reference.set
    tensors["features"] = set.features?.matrix
    tensors["scores"] = set.scores
    tensors["images"] = set.images
    if let statistics = set.statistics {
      tensors["mean"] = statistics.mean
      switch statistics.form {
      case .covariance(let matrix): tensors["covariance"] = matrix
      case .rows(let rows): tensors["rows"] = rows
      }
    }
    return try TensorSeal.encode(
      tensors,
      metadata: ["name": reference.name, "hash": reference.hash, "count": "\(set.count)"]
    )
  }

  /// Reads what `encode` wrote.
  ///
  /// - Throws: `EvaluationError` of code `.file`, `SafeTensorsError` or `TensorError`.
  public static func decode(_ data: Data) throws -> Evaluator.Reference {
    guard TensorSeal.isWhole(data) == true else {
      throw EvaluationError(.file, "it isn't what was written: another checksum, or none")
    }
    let contents = try SafeTensors.decode(data)
    guard let name = contents.metadata["name"], let hash = contents.metadata["hash"],
      let count = contents.metadata["count"].flatMap({ Int($0) }), count > 0
    else { throw EvaluationError(.file, "no name, hash and count of real images in it") }
    let tensors = contents.tensors
    var set = SampleSet(count: count)
    set.features = try tensors["features"].map { try Features($0) }
    set.scores = tensors["scores"]
    set.images = tensors["images"]
    if let mean = tensors["mean"] {
      let size = try mean.shape.first ?? 0
      let form: GaussianStatistics.Form? =
        tensors["covariance"].map { .covariance($0) } ?? tensors["rows"].map { .rows($0) }
      guard let form else { throw EvaluationError(.file, "a mean without covariance") }
      set.statistics = GaussianStatistics(mean: mean, form: form, count: count, size: size)
    }
    return Evaluator.Reference(set: set, name: name, hash: hash)
  }
}
