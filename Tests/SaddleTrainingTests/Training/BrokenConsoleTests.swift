// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import Testing

/// A run is its folder, not its console: nothing that happens to the console ends it.
@Suite struct BrokenConsoleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TinyRun.programFolder() }

  private func shell(_ command: String) throws -> Outcome {
    try Programs.shell(command, in: folder, program: "saddle-engine")
  }

  @Test(arguments: [
    "2>/dev/full >/dev/full", "2>&- >&-", "2>&- >&- <&-", "2>&1 | true", "2>&1 | head -1",
  ])
  func trainsToTheEndWhateverItsConsole(place: String) throws {
    _ = try shell("{ \"$SADDLE\" train tiny.yaml; } >quiet 2>&1")
    let found = try shell(
      "{ \"$SADDLE\" train tiny.yaml --name broken; echo $? > status; } \(place); cat status"
    )
    #expect(found.output.hasSuffix("0\n"), "\(found.output)\(found.errors)")
    let run = RunDirectory(folder.url.path + "/runs/broken")
    #expect(try RunRecord.read(run.record).status == .finished)
    let usual = RunDirectory(folder.url.path + "/runs/tiny")
    #expect(try TinyRun.files(of: run, step: 60) == TinyRun.files(of: usual, step: 60))
  }

  /// `nohup saddle train &`, and the terminal is closed.
  @Test func nohupIsHonored() throws {
    let found = try shell(
      "trap '' HUP; \"$SADDLE\" train tiny.yaml --steps 100000 -q 2>errors & run=$!; "
        + "while ! grep -q running runs/tiny/run.json 2>/dev/null; do sleep 0.1; done; sleep 1; "
        + "kill -HUP $run; sleep 1; kill -0 $run && echo lives; kill -TERM $run; wait $run; echo $?"
    )
    #expect(found.output == "lives\n143\n", "\(found.output)\(found.errors)")
  }

  @Test func aFileLimitIsSaidAndThePreviousCheckpointStays() throws {
    let first = try shell("\"$SADDLE\" train tiny.yaml -q")
    try #require(first.status == 0, "\(first.errors)")
    let found = try shell("ulimit -f 100; \"$SADDLE\" train --resume runs/tiny --steps 80 -q")
    #expect(found.status == 1, "\(found.errors)")
    #expect(found.errors.contains("File too large") && found.errors.contains("ulimit -f"))
    let run = RunDirectory(folder.url.path + "/runs/tiny")
    #expect(try RunRecord.read(run.record).status == .failed)
    let resumed = try shell("\"$SADDLE\" train --resume runs/tiny --steps 80 -q")
    #expect(resumed.status == 0, "\(resumed.errors)")
  }
}
