// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

/// Pipes under names that a run folder has: no command of the engine waits for them.
@Suite struct PipesInRunsTests {
  @Test(arguments: [
    "config.yaml", "run.json", "monitor.json", "findings.jsonl", "events.out.tfevents.0.saddle",
    ".lock", "checkpoints/60/manifest.json", "checkpoints/60/state.json",
    "checkpoints/60/generator.safetensors", "checkpoints/60/config.yaml",
  ])
  func nothingWaits(name: String) throws {
    let folder = try TinyRun.programFolder()
    func shell(_ command: String) throws -> Outcome {
      try Programs.shell(command, in: folder, program: "saddle-engine")
    }
    try #require(try shell("\"$SADDLE\" train tiny.yaml -q").status == 0)
    _ = try shell("rm -f 'runs/tiny/\(name)'; mkfifo 'runs/tiny/\(name)'")
    for command in [
      "sample runs/tiny --count 10 --to points.csv", "model runs/tiny",
      "evaluate --fake runs/tiny --metrics modes", "train --resume runs/tiny --steps 70 -q",
    ] {
      let found = try shell("timeout -k 1 20 \"$SADDLE\" \(command)")
      #expect(found.status != 124, "\(command), \(name): \(found.errors)")
      #expect(found.status < 128, "\(command), \(name): \(found.status) \(found.errors)")
    }
  }
}
