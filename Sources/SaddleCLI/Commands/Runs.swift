// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleRuns
import SaddleTerminal

/// `saddle runs`: what was trained here and how it stands.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List runs: status, steps, health.",
    discussion: """
      A run whose process is gone without a word is shown as interrupted; resume it with
      `saddle train --resume RUN`.

      Examples:
        saddle runs                     the runs in ./runs
        saddle runs experiments --json  the same for scripts, one object a run
      """
  )

  @Argument(help: "A folder of runs, or one run.", completion: .directory)
  var folder = "runs"

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let isFirstUse = folder == "runs" && !FileManager.default.fileExists(atPath: folder)
    let list = try isFirstUse ? RunList(runs: []) : RunList(folder)
    if json {
      let encoder = JSONEncoder.stable(isPretty: true)
      StandardOutput.print(json: String(decoding: try encoder.encode(list.runs), as: UTF8.self))
    } else if list.runs.isEmpty {
      StandardOutput.print("No runs in \(folder); `saddle train ring` makes one.")
    } else {
      StandardOutput.print(list.table(.standardOutput, now: Date().timeIntervalSince1970))
    }
  }
}
