// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// A command that `saddle-engine` has, as `saddle --help` shows it.
package protocol EngineCommand {
  /// The name on the command line.
  static var name: String { get }
  /// What it does, in one line.
  static var abstract: String { get }
  /// The words that call it in `saddle-engine`.
  static var words: [String] { get }
}

extension EngineCommand {
  /// Its name alone.
  package static var words: [String] { [name] }
}

/// The commands of `saddle-engine`: each is named here and is one file there.
package enum EngineCommands {
  /// Those that train and look at networks.
  static var training: [any EngineCommand.Type] {
    [Train.self, Sample.self, Model.self, Config.self]
  }
  /// Those that prepare data and measure.
  static var measuring: [any EngineCommand.Type] { [Data.self, Evaluate.self] }

  /// Every command's name.
  package static let names = (training + measuring).map { $0.name }

  /// Trains.
  package enum Train: EngineCommand {
    package static let name = "train"
    package static let abstract = "Train a GAN from a YAML file or a preset, or resume a run."
  }

  /// Draws samples.
  package enum Sample: EngineCommand {
    package static let name = "sample"
    package static let abstract = "Draw samples from a run's generator."
  }

  /// Shows networks and checks them.
  package enum Model: EngineCommand {
    package static let name = "model"
    package static let abstract = "Show the networks of a configuration and check them."
  }

  /// Explains and checks configurations.
  package enum Config: EngineCommand {
    package static let name = "config"
    package static let abstract = "Explain every key, check a configuration, print it resolved."
  }

  /// Lists and prepares data sets.
  package enum Data: EngineCommand {
    package static let name = "data"
    package static let abstract = "List and prepare data sets."
  }

  /// Measures samples.
  package enum Evaluate: EngineCommand {
    package static let name = "evaluate"
    package static let abstract = "Measure samples against real images."
  }

  /// The command that has `undo` beside what needs no engine.
  package static let autopilot = "autopilot"

  /// Takes back what the autopilot changed.
  package enum AutopilotUndo: EngineCommand {
    package static let name = "undo"
    package static let abstract =
      "Begin a new run from where a change was made, without the change."
    package static let words = [autopilot, name]
  }

  /// Returns the arguments with `help train` turned into `train --help`, which the engine answers.
  static func rewritingHelp(_ arguments: [String]) -> [String] {
    let asked = Array(arguments.dropFirst())
    let all = training + measuring + [AutopilotUndo.self]
    guard arguments.first == "help", all.contains(where: { asked.starts(with: $0.words) }) else {
      return arguments
    }
    return asked + ["--help"]
  }
}

extension EngineCommand {
  /// What stands for the command in `saddle`.
  static var handOver: any ParsableCommand.Type { HandOver<Self>.self }
}

/// A command that replaces this process by the same command of `saddle-engine`.
package struct HandOver<Command: EngineCommand>: ParsableCommand {
  /// Name and summary; the options are the engine's to explain.
  package static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: Command.name, abstract: Command.abstract)
  }

  @Argument(parsing: .captureForPassthrough, help: .hidden)
  var arguments: [String] = []

  package init() {}

  /// Runs the engine's command in place of this process.
  package func run() throws {
    try Installation.current().becomeEngine(Command.words + arguments)
  }
}
