// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Pipes and devices under names that a run folder has: nothing waits for them.
@Suite struct PipesInRunsTests {
  static let names = [
    "run.json", "monitor.json", "config.yaml", "findings.jsonl", "interventions.jsonl",
    "events.out.tfevents.0.saddle", "metrics.csv", "samples/3.png", "checkpoints", ".lock",
  ]

  @Test(arguments: ["diagnose run --html r.html", "runs run", "runs .", "import run", "export run"])
  func noReaderWaits(command: String) throws {
    for name in Self.names {
      let folder = try Self.folder()
      let found = try Programs.shell(
        "mkdir -p run/samples; rm -f 'run/\(name)'; mkfifo 'run/\(name)'; "
          + "timeout -k 1 20 \"$SADDLE\" \(command)",
        in: folder
      )
      #expect(found.status <= 1, "\(command), \(name): \(found.status) \(found.errors)")
    }
  }

  @Test func watchingDoesNotWaitForAPipe() throws {
    for name in Self.names {
      let folder = try Self.folder()
      try folder.write("{\"step\": 1, \"loss_g\": 1, \"loss_d\": NaN}\n", to: "run/b.jsonl")
      let found = try Programs.shell(
        "rm -f run/log.jsonl 'run/\(name)'; mkdir -p run/samples; mkfifo 'run/\(name)'; "
          + "timeout -k 1 20 \"$SADDLE\" watch run --exit-on critical",
        in: folder
      )
      #expect(found.status == 2, "\(name): \(found.status) \(found.output)\(found.errors)")
    }
  }

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = (0..<50).map { "{\"step\": \($0), \"loss_d\": 1.3, \"loss_g\": 0.7}\n" }
    try folder.write(rows.joined(), to: "run/log.jsonl")
    try folder.write("{}", to: "run/run.json")
    return folder
  }
}
