// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import SaddleRuns
import SaddleTerminal
import SaddleText

/// The `saddle` command: a table of contents of the commands in `Commands/`.
///
/// Commands that need the tensor engine stand in `saddle-engine` beside this program; `saddle`
/// hands over to it, so that diagnosis starts in milliseconds and works without LibTorch.
public struct Saddle: ParsableCommand {
  /// Name, summary and sub-commands.
  public static let configuration = CommandConfiguration(
    commandName: "saddle",
    abstract: "Train GANs, watch the health of any GAN training run, measure the samples.",
    discussion: """
      Start with `saddle train ring`, or with `saddle doctor` where something doesn't work.
      `saddle COMMAND --help` shows a command's options and examples.

      Exit status: 0 fine, 1 what is there failed, 2 findings at or above --fail-on, 64 wrong \
      usage: also where a file, run, key or other name isn't there.
      """,
    version: Program.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Training",
        subcommands: EngineCommands.training.map { $0.handOver } + [Runs.self]
      ),
      CommandGroup(
        name: "Health",
        subcommands: [Diagnose.self, Advise.self, Watch.self, Explain.self, AutopilotCommand.self]
      ),
      CommandGroup(name: "Other Tools", subcommands: [Import.self, Export.self]),
      CommandGroup(
        name: "Data and Measure",
        subcommands: EngineCommands.measuring.map { $0.handOver }
      ),
      CommandGroup(name: "Installation", subcommands: [Doctor.self]),
    ]
  )

  /// Creates the command.
  public init() {}

  /// Returns what to say where `name` is not a command; nil where it is one, or an option.
  static func unknownCommand(_ name: String) -> String? {
    let names = configuration.subcommands.map { $0._commandName }
    if name.hasPrefix("-") || name == "help" || names.contains(name) { return nil }
    let near = Spelling.nearest(to: name, amongParts: names, count: 2)
    let question = near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
    return "saddle: there is no command `\(ForeignText.inLine(name))`\(question)"
      + " (`saddle --help` lists them all)"
  }

  /// Parses the process's arguments, runs the command and exits with its status.
  public static func start() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let name = arguments.first, let answer = unknownCommand(name) {
      StandardStreams.prepare()
      StandardError.print(answer)
      exit(withError: ExitCode.usage)
    }
    StandardStreams.run(Saddle.self, EngineCommands.rewritingHelp(arguments))
  }
}
