// SPDX-License-Identifier: Apache-2.0

import SaddleCLI
import SaddleEvaluation
import SaddleImage
import SaddleTraining

/// The real images that a run learns from, as it sees them: `data:RUN`.
///
/// Evaluations during training compare with these; a few of many are chosen by the seed.
final class RunDataStream: ImageStream {
  static let prefix = "data:"
  let name: String
  let skipped: [String] = []
  private let sampler: Sampler

  /// Opens the data of a run.
  ///
  /// - Throws: `Failure` where it is no run of images.
  init(_ path: String, seed: UInt64, checkpoint: CheckpointStore.Choice) throws {
    guard let run = try RunStream(path, seed: seed, checkpoint: checkpoint) else {
      throw Failure.usage(
        "\(path) is neither a run nor a checkpoint, so it has no data to compare with"
      )
    }
    sampler = try run.makeSampler()
    guard sampler.makesImages else {
      throw Failure.usage(
        "\(path) learns points: count their modes with --metrics modes, without --real"
      )
    }
    name = Self.prefix + path
  }

  var count: Int? { sampler.realImages(.max)?.count }

  var firstShape: [Int] {
    get throws {
      var shape: [Int] = []
      try sampler.realImages(1)?.forEachBatch { images in
        shape = images.first.map { [$0.channels, $0.height, $0.width] } ?? []
      }
      return shape
    }
  }

  func forEachBatch(limit: Int?, _ body: (ImageBatch, [String]?) throws -> Void) throws {
    try sampler.realImages(limit ?? .max)?.forEachBatch { try body(ImageBatch($0), nil) }
  }
}
