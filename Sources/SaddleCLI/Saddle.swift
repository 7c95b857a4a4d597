// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser

/// The `saddle` command: a table of contents of the commands in `Commands/`.
///
/// Commands that need the tensor engine stand in `saddle-engine` beside this program; `saddle`
/// hands over to it, so that diagnosis starts in milliseconds and works without LibTorch.
public struct Saddle: ParsableCommand {
  /// Name, summary and sub-commands.
  public static let configuration = CommandConfiguration(
    commandName: "saddle",
    abstract: "Train GANs, watch the health of any GAN training run, measure the samples.",
    version: "0.1.0",
    subcommands: [Diagnose.self, Import.self, Export.self]
  )

  /// Creates the command.
  public init() {}

  /// Parses the process's arguments, runs the command and exits with its status.
  public static func start() {
    main()
  }
}
