// SPDX-License-Identifier: Apache-2.0

/// A log that cannot be read at all, or something said about it that cannot be right.
///
/// Damage within a log is not an error: it is counted (see `DamageLog`).
public struct LogError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, or the option that is wrong.
  public var path: String
  /// What is wrong and what to do.
  public var message: String
  /// The logs to name instead, where the path is a folder of several runs.
  public var runs: [String]

  /// Creates an error.
  public init(_ path: String, _ message: String, runs: [String] = []) {
    self.path = path
    self.message = message
    self.runs = runs
  }

  /// One line: path, cause, way out.
  public var description: String { "\(path): \(message)" }
}
