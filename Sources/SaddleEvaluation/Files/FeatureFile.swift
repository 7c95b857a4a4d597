// SPDX-License-Identifier: Apache-2.0

import SaddleImage
import SaddleTorch

/// Features that somebody else computed, in a `.npz` file: `real` and `fake`, one row an image, and
/// class scores `fake_scores` and `real_scores` where there are any.
public enum FeatureFile {
  /// Reads both sides.
  ///
  /// - Parameter needsStatistics: Whether means and covariances are worked out.
  /// - Returns: Both sides and the hash of the file.
  /// - Throws: `EvaluationError` naming the file and what is wrong, `TensorError`.
  public static func read(
    _ path: String,
    needsStatistics: Bool
  ) throws -> (real: SampleSet, fake: SampleSet, hash: String) {
    do {
      let bytes = try FileBytes.read(FileName(path), maximumBytes: 8 << 30)
      return try read(bytes, path: path, needsStatistics: needsStatistics)
    } catch let error as ImageError {
      throw EvaluationError(.file, "\(path): \(error.message)")
    }
  }

  /// Reads the content of a file; messages name it as `path`.
  package static func read(
    _ bytes: [UInt8],
    path: String,
    needsStatistics: Bool
  ) throws -> (real: SampleSet, fake: SampleSet, hash: String) {
    do {
      let members = try ZipArchive.read(bytes)
      let side = { (name: String) throws -> SampleSet in
        guard let bytes = members["\(name).npy"] else {
          throw EvaluationError(.file, "no array '\(name)' in it; real and fake are needed")
        }
        let features = try Features(NumpyArray(bytes).tensor())
        var set = SampleSet(count: features.count)
        set.features = features
        if needsStatistics { set.statistics = try GaussianStatistics(features) }
        set.scores = try members["\(name)_scores.npy"].map { try NumpyArray($0).tensor() }
        return set
      }
      return (try side("real"), try side("fake"), ContentHash.of(bytes))
    } catch let error as EvaluationError {
      throw EvaluationError(error.code, "\(path): \(error.message)")
    }
  }
}
