// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleTerminal
import SaddleTraining

/// `saddle config`: explains keys, checks a configuration, prints it resolved.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.Config.name,
    abstract: EngineCommands.Config.abstract,
    discussion: """
      A configuration is one YAML file; a preset is one that comes with the program.

      Examples:
        saddle config --explain                    every key, its default and its range
        saddle config --explain optimizer          the keys of a section
        saddle config --presets                    what comes with the program
        saddle config ring --comments > my.yaml    a complete file to start from
        saddle config my.yaml --check              every mistake at once, with its line
        saddle config my.yaml --set training.steps=500
        saddle config my.yaml --compare runs/x/config.yaml
      """
  )

  @Argument(help: "A YAML file or a preset; with --explain, a key or a section.")
  var subject: String?

  @Flag(help: "Explain keys.")
  var explain = false

  @Flag(help: "List the presets.")
  var presets = false

  @Flag(help: "Check only; print nothing where all is well.")
  var check = false

  @Flag(help: "Print each key's meaning above it.")
  var comments = false

  @Option(help: "Print the keys that differ from another file or preset.")
  var compare: String?

  @OptionGroup var overrides: Overrides

  func validate() throws {
    if subject == nil, !explain, !presets {
      throw ValidationError("Name a YAML file or a preset, or ask with --explain or --presets.")
    }
  }

  func run() throws {
    if presets { return listPresets() }
    if explain {
      let text = try Overrides.reporting { () throws(ConfigurationError) in
        try Configuration.explain(subject)
      }
      return StandardOutput.print(text, terminator: "")
    }
    let configuration = try overrides.load(subject ?? "")
    if let compare {
      let other = try Overrides(set: []).load(compare)
      for difference in other.differences(to: configuration) {
        StandardOutput.print(line: "\(difference)")
      }
    } else if !check {
      StandardOutput.print(configuration.yaml(comments: comments), terminator: "")
    }
  }

  private func listPresets() {
    var table = Table([.text("preset"), .text("on 2 cores"), .text("")])
    for preset in Preset.all {
      table.append([
        Table.Cell(preset.name), Table.Cell(preset.cost ?? "-"), Table.Cell(preset.summary),
      ])
    }
    StandardOutput.print(table.render(.standardOutput))
  }
}
