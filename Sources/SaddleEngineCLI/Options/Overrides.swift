// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import SaddleCLI
import SaddleTerminal
public import SaddleTraining

/// `--set KEY=VALUE`, for every command that reads a configuration.
public struct Overrides: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a key to a YAML value; repeatable.", valueName: "key=value")
  )
  var set: [String] = []

  /// Creates no overrides.
  public init() {}

  /// Creates overrides from their texts.
  public init(set: [String]) {
    self.set = set
  }

  /// Reads a file or a preset, prints warnings, and ends the command with status 64 on mistakes.
  ///
  /// - Parameters:
  ///   - path: A YAML file or a preset's name.
  ///   - more: Overrides that other options stand for, such as `training.steps=100`.
  public func load(_ path: String, and more: [String] = []) throws -> Configuration {
    try Self.reporting { () throws(ConfigurationError) in
      let loaded = try Configuration.load(path, overrides: set + more)
      for warning in loaded.warnings { StandardError.print(warning.description) }
      return loaded.configuration
    }
  }

  /// Returns what `body` returns; prints its problems and ends the command with status 64.
  public static func reporting<Value>(
    _ body: () throws(ConfigurationError) -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch {
      StandardError.print(error.description)
      throw ExitCode.usage
    }
  }
}
