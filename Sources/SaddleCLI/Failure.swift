// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation

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

/// Standard error, for what is not a result.
public enum StandardError {
  /// Writes one line.
  public static func print(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}

/// Standard output, for results that must not get lost without a word.
public enum StandardOutput {
  /// Writes one line.
  ///
  /// - Throws: `Failure` where it can't be written, as on a full disk.
  public static func print(_ line: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw Failure("the result can't be written to standard output: \(error.localizedDescription)")
    }
  }
}
