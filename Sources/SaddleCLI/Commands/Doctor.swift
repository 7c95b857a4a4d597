// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleRuns
import SaddleTerminal

/// `saddle doctor`: checks the installation and prints what it found.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the installation and print what was found.",
    discussion: """
      Each problem stands with its remedy. Exit status 1 where something can't work.

      Examples:
        saddle doctor
        saddle doctor --json | python3 -m json.tool
      """
  )

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let installation = Installation.current()
    let folder = FileManager.default.currentDirectoryPath
    let local = LocalChecks(installation: installation, folder: folder).all()
    let checks = local + EngineProbe(installation: installation).checks()
    if json {
      let encoder = JSONEncoder.stable(isPretty: true)
      StandardOutput.print(json: String(decoding: try encoder.encode(checks), as: UTF8.self))
    } else {
      for check in checks { StandardOutput.print(check.render(.standardOutput)) }
    }
    if checks.contains(where: { $0.state == .failure }) { throw ExitCode.failure }
  }
}
