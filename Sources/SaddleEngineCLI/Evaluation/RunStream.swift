// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleImage
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// Samples of a run's generator, with its averaged weights where the run keeps them.
final class RunStream: ImageStream {
  let name: String
  let count: Int? = nil
  let skipped: [String] = []
  /// Samples drawn where nobody says how many.
  static let usualCount = 10_000
  /// Whether it makes images rather than points.
  let makesImages: Bool
  /// Opens the generator.
  let makeSampler: () throws -> Sampler
  private lazy var shape = Result { try self.findShape() }

  /// Whether a path names a run or a checkpoint.
  static func isMeant(_ path: String) -> Bool {
    let parent = FilePath.folder(of: path)
    return FileManager.default.fileExists(atPath: RunDirectory(path).checkpoints)
      || (parent as NSString).lastPathComponent == "checkpoints"
        && Int((path as NSString).lastPathComponent) != nil
  }

  /// Opens one of a run's checkpoints, or the checkpoint that the path itself names.
  ///
  /// The latents of images are those of evaluations during training.
  ///
  /// - Returns: Nil where the folder is neither.
  init?(_ path: String, seed: UInt64, checkpoint: CheckpointStore.Choice = .newest) throws {
    let directory = RunDirectory(path)
    let parent = FilePath.folder(of: path)
    let folder: String
    let step: Int
    if FileManager.default.fileExists(atPath: directory.checkpoints) {
      folder = directory.checkpoints
      let store = CheckpointStore(folder: folder, keep: 1)
      step = try store.step(of: checkpoint) { StandardError.print("\($0)") }
    } else if (parent as NSString).lastPathComponent == "checkpoints",
      let number = Int((path as NSString).lastPathComponent)
    {
      folder = parent
      step = number
    } else {
      return nil
    }
    let store = CheckpointStore(folder: folder, keep: 1)
    let configuration = try Overrides(set: []).load(store.path(step: step) + "/config.yaml")
    name = "\(FilePath.folder(of: folder))@\(step)"
    let makesImages = !configuration.data.source.isPoints
    self.makesImages = makesImages
    makeSampler = {
      try Sampler(
        configuration: configuration,
        store: store,
        step: step,
        seed: seed,
        usesAverage: true,
        isEvaluation: makesImages
      )
    }
  }

  var firstShape: [Int] { get throws { try shape.get() } }

  private func findShape() throws -> [Int] {
    var found: [Int] = []
    try images(1) { found = [$0.channels, $0.height, $0.width] }
    return found
  }

  private func images(_ count: Int, _ body: (Image) throws -> Void) throws {
    let sampler = try makeSampler()
    guard sampler.makesImages else {
      throw Failure(
        "\(name) makes points: count their modes with --metrics modes, without --real"
      )
    }
    try sampler.forEachImage(count: count) { _, image in try body(image) }
  }

  func forEachBatch(limit: Int?, _ body: (ImageBatch, [String]?) throws -> Void) throws {
    var batcher = PictureBatcher()
    try images(limit ?? Self.usualCount) { try batcher.add($0, label: nil, body) }
    try batcher.flush(body)
  }
}
