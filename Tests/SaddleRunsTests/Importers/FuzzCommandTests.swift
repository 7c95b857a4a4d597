// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRunsSamples
import SaddleTesting
import Testing

/// What counts inputs begins where it said it would, or says why not.
@Suite struct FuzzCommandTests {
  @Test(arguments: [
    ["--count", "abc"], ["--count", "1.5"], ["--count", "-1"], ["--count"], ["--seconds", "x"],
    ["--seconds", "nan"], ["--seconds", "-0.5"],
  ])
  func aNumberThatIsNoneIsRefused(_ options: [String]) throws {
    let folder = try TemporaryFolder()
    let state = folder.url.appendingPathComponent("state.json").path
    let arguments = ["fuzz-runs", "--format", "csv", "--state", state] + options
    #expect(FuzzCommand.run(arguments, FuzzTarget.all) == 1)
    #expect(!FileManager.default.fileExists(atPath: state), "nothing was begun")
  }

  @Test func onlyAStateThatIsMissingBeginsAnew() throws {
    let folder = try TemporaryFolder()
    let state = folder.url.appendingPathComponent("state.json")
    #expect(try FuzzCampaign(state: state, revision: nil).counts.isEmpty)
    try folder.write(#"{"csv": {"inputs": 4096, "seconds": 1.5}}"#, to: "state.json")
    #expect(try FuzzCampaign(state: state, revision: nil).counts["csv"]?.inputs == 4096)
    try folder.write("{", to: "state.json")
    #expect(throws: (any Error).self) { try FuzzCampaign(state: state, revision: nil) }
    // A folder is there, and is not read.
    #expect(throws: (any Error).self) { try FuzzCampaign(state: folder.url, revision: nil) }
  }
}
