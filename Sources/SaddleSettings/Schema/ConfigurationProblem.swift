// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// Where a value was given.
public enum ConfigurationOrigin: Sendable, Equatable {
  /// A line of a file, counted from 1.
  case file(String, line: Int?)
  /// An override of the command line.
  case override(String)

  /// The origin as it begins a message.
  public var description: String {
    switch self {
    case .file(let name, let line?): "\(name):\(line)"
    case .file(let name, nil): name
    case .override(let text): "--set \(ForeignText.quoted(text))"
    }
  }
}

/// One thing that is wrong, or doubtful, with a configuration.
public struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
  /// Whether training can start with it.
  public enum Severity: Sendable, Equatable {
    /// It can't.
    case error
    /// It can, but hardly as it was meant.
    case warning
  }

  /// Whether training can start with it.
  public let severity: Severity
  /// Where it was given.
  public let origin: ConfigurationOrigin
  /// The key it is about; empty for the file as a whole.
  public let key: String
  /// What is wrong and what is allowed.
  public let message: String

  /// The problem as one line: origin, key, message.
  public var description: String {
    origin.description + ": " + (severity == .warning ? "warning: " : "")
      + (key.isEmpty ? "" : key + ": ") + message
  }
}

/// Everything that is wrong with a configuration, found in one go.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The problems, in the order of the file; warnings stand among them.
  public let problems: [ConfigurationProblem]

  package init(problems: [ConfigurationProblem]) { self.problems = problems }

  /// Creates the error of a key that turns out to be wrong when it is put to use.
  ///
  /// - Parameters:
  ///   - key: The key's path.
  ///   - file: Where the configuration is from.
  ///   - message: What is wrong and what is allowed.
  public init(_ key: String, of file: String, _ message: String) {
    let problem = ConfigurationProblem(
      severity: .error,
      origin: .file(file, line: nil),
      key: key,
      message: message
    )
    self.init(problems: [problem])
  }

  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
