// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleEvaluation
import SaddleTraining

/// What `--real` and `--fake` name: a folder, a data set, a run, a checkpoint, a file of statistics.
enum EvaluationSide {
  case images(any ImageStream)
  case statistics(StatisticsFile)

  /// Opens what a text names.
  ///
  /// - Throws: `Failure` that says what was looked for.
  static func open(
    _ text: String,
    size: Int?,
    seed: UInt64,
    checkpoint: CheckpointStore.Choice = .newest
  ) throws -> EvaluationSide {
    if text.hasSuffix(".npz") { return .statistics(try StatisticsFile(path: text)) }
    if text.hasPrefix(RunDataStream.prefix) {
      let path = String(text.dropFirst(RunDataStream.prefix.count))
      return .images(try RunDataStream(path, seed: seed, checkpoint: checkpoint))
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: text, isDirectory: &isFolder) {
      guard isFolder.boolValue else {
        throw Failure.usage(
          "\(text) is a file; a folder, a data set, a run or a .npz file is expected"
        )
      }
      if let run = try RunStream(text, seed: seed, checkpoint: checkpoint) { return .images(run) }
      return .images(try FolderStream(text, size: size, seed: seed))
    }
    if let set = try DataSetStream(text, seed: seed) { return .images(set) }
    throw Failure.usage(missing(text) ?? "\(text): nothing that could be measured")
  }
}
