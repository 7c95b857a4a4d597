// SPDX-License-Identifier: Apache-2.0

import SaddleRuns

extension CheckpointStore {
  /// A checkpoint that cannot be used, and why.
  public struct Damage: Error, Sendable, Equatable, CustomStringConvertible {
    /// The step of the set.
    public var step: Int
    /// The file of the set, with its folder.
    public var path: String
    /// What is wrong with it.
    public var reason: String
    /// The version of its layout, where a newer Saddle wrote it: it is whole, and not for this one.
    public var newerLayout: Int?

    /// Names what is wrong with a file of a set.
    public init(step: Int, path: String, reason: String) {
      self.step = step
      self.path = path
      self.reason = reason
    }

    /// A set of a newer layout than this Saddle reads.
    init(step: Int, path: String, newerLayout: Int) {
      self.init(step: step, path: path, reason: "its layout is \(newerLayout)")
      self.newerLayout = newerLayout
    }

    /// One line.
    public var description: String {
      guard let newerLayout else { return "checkpoint \(step) is damaged: \(path): \(reason)" }
      return "checkpoint \(step) is of layout \(newerLayout), and Saddle \(Program.version) reads "
        + "\(CheckpointManifest.layout): \(path): go on with the newer Saddle that wrote it, or with "
        + "an earlier checkpoint (--checkpoint STEP)"
    }
  }
}
