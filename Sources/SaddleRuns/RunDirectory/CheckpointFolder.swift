// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The checkpoints of a run of Saddle's own, as far as their names tell: `checkpoints/STEP/`.
public enum CheckpointFolder {
  /// Returns the steps, oldest first; nil where the run has no such folder.
  ///
  /// Whether a checkpoint is intact is the engine's to say.
  public static func steps(of run: String) -> [Int]? {
    let folder = RunDirectory(run)
    guard FileManager.default.fileExists(atPath: folder.configuration),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.checkpoints)
    else { return nil }
    return names.compactMap { Int($0) }.filter { $0 >= 0 }.sorted()
  }
}
