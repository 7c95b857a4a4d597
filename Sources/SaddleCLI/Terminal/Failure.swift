// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
public import SaddleRuns

/// A failure that ends the command with one line on standard error.
public struct Failure: UsageError, Equatable, CustomStringConvertible {
  /// What failed and the way out.
  public let description: String
  /// Whether the command was asked for what isn't there.
  public let isWrongUsage: Bool

  /// Creates a failure from its line: of what is there, where nothing else is said.
  public init(_ description: String, isWrongUsage: Bool = false) {
    self.description = description
    self.isWrongUsage = isWrongUsage
  }

  /// Creates the failure of a command that was asked for what isn't there.
  public static func usage(_ description: String) -> Failure {
    Failure(description, isWrongUsage: true)
  }
}

/// The exit statuses of every command; README.md has them all.
extension ExitCode {
  /// Findings stand at or above `--fail-on`.
  public static let findings = ExitCode(2)
  /// The command line or the configuration is wrong, the names in it included.
  public static let usage = ExitCode(64)

  /// Returns what a command ends with that fails so: 64 where something was asked for that isn't
  /// there, 1 where something that is there failed.
  package static func after(_ error: any Error) -> ExitCode {
    (error as? any UsageError)?.isWrongUsage == true ? .usage : .failure
  }
}

/// An error that may be a mistake in the command line or in the configuration.
public protocol UsageError: Error {
  /// Whether they name a file, folder, run, checkpoint, set, format or column that isn't there.
  var isWrongUsage: Bool { get }
}

extension FileError: UsageError {
  /// Whether a file was to be read that isn't there.
  public var isWrongUsage: Bool {
    operation == "open" && !isWrite && [ENOENT, ENOTDIR].contains(code)
  }
}

extension LogError: UsageError {}
