// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import SaddleCLI
import SaddleTraining

/// The `saddle-engine` command: the commands that need LibTorch, called by `saddle`.
public struct SaddleEngine: ParsableCommand {
  /// Name, summary and sub-commands.
  public static let configuration = CommandConfiguration(
    commandName: "saddle",
    abstract: "The commands of saddle that need the tensor engine.",
    subcommands: [
      Train.self,
      Sample.self,
      Model.self,
      Config.self,
      EngineDoctor.self,
      AutopilotEngine.self,
      DataCommand.self,
      Evaluate.self,
    ]
  )

  /// Creates the command.
  public init() {}

  /// Parses the process's arguments, runs the command and exits with its status.
  public static func start() {
    MemoryLimit.set()
    StandardStreams.run(SaddleEngine.self)
  }
}
