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
  /// Whether an option is wrong, or names what the log doesn't have.
  public var isWrongUsage: Bool

  /// Creates an error.
  public init(
    _ path: String,
    _ message: String,
    runs: [String] = [],
    isWrongUsage: Bool = false
  ) {
    self.path = path
    self.message = message
    self.runs = runs
    self.isWrongUsage = isWrongUsage
  }

  /// Creates the error of an option.
  static func option(_ name: String, _ message: String) -> LogError {
    LogError(name, message, isWrongUsage: true)
  }

  /// One line: path, cause, way out.
  public var description: String { "\(path): \(message)" }
}
