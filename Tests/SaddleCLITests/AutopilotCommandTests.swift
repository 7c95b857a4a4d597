// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleCLI

/// `saddle autopilot explain`, as a user calls it.
@Suite struct AutopilotCommandTests {
  @Test func aFolderThatIsNoRunIsWrongUsage() throws {
    let folder = try TemporaryFolder()
    for path in [folder.url.path, "\(folder.url.path)/missing"] {
      let outcome = try Programs.saddle("autopilot", "explain", path)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("\(path): no run that saddle trained"), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func aRunThatWasLeftAloneSaysSo() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "run.json")
    let outcome = try Programs.saddle("autopilot", "explain", folder.url.path)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "\(folder.url.path): nothing was changed and nothing advised\n")
  }

  @Test func whatCannotBeReadOfALedgerIsCounted() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "run.json")
    try folder.write(
      """
      {"number":1,"step":50,"symptom":"oscillation","finding":"Both swing.","hypothesis":"Less.",\
      "measure":"lowerMomentum","changes":[{"key":"optimizer.generator.learningRate",\
      "old":0.001,"new":"0.0005"}],"expected":"No swing.","verdict":"kept","because":"it is gone",\
      "cost":0,"undo":"saddle autopilot undo RUN 1"}
      {"number":2,"st
      """,
      to: "interventions.jsonl"
    )
    let outcome = try Programs.saddle("autopilot", "explain", folder.url.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("learningRate from 0.001 to 0.0005"), "\(outcome)")
    #expect(outcome.output.contains("undo:     saddle autopilot undo \(folder.url.path) 1"))
    #expect(outcome.errors.contains("1 lines could not be read"), "\(outcome.errors)")
  }

  @Test func aLedgerOfDamagedLinesIsNotAnUntouchedRun() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "run.json")
    try folder.write("{\"number\":2,\"st", to: "interventions.jsonl")
    let path = folder.url.path
    for outcome in [
      try Programs.saddle("autopilot", "explain", path),
      try Programs.saddle("autopilot", "explain", path, "--json"),
    ] {
      #expect(outcome.errors.contains("1 lines could not be read"), "\(outcome.errors)")
      #expect(!outcome.errors.contains("nothing was changed"), "\(outcome.errors)")
    }
  }

  @Test func helpOfWhatTheEngineDoesIsTheEngines() {
    let words = ["help", "autopilot", "undo"]
    #expect(EngineCommands.rewritingHelp(words) == ["autopilot", "undo", "--help"])
    #expect(EngineCommands.rewritingHelp(["help", "autopilot"]) == ["help", "autopilot"])
  }
}
