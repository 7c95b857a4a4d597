// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser

/// A failure that ends the command with status 1 and one line on standard error.
public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What failed and the way out.
  public let description: String

  /// Creates a failure from its line.
  public init(_ description: String) {
    self.description = description
  }
}

/// The exit statuses of every command.
extension ExitCode {
  /// Findings stand at or above `--fail-on`.
  public static let findings = ExitCode(2)
  /// The command line or the configuration is wrong.
  public static let usage = ExitCode(64)
}
