// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SaddleCLI
import SaddleTraining

/// `saddle data`: lists, prepares and shows data sets.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.Data.name,
    abstract: EngineCommands.Data.abstract,
    discussion: """
      Sets are built from Debian's packages, without root; each is there whole or not at all.
      They are looked for in $SADDLE_DATA, ~/.cache/saddle/data, the engine's folder and
      /usr/share/datasets, in this order.

      Examples:
        saddle data list
        saddle data prepare emoji --size 64 --background black
        saddle data show ~/photos --size 64 --output grid.png
      """,
    subcommands: [List.self, Prepare.self, Show.self],
    defaultSubcommand: List.self
  )
}
