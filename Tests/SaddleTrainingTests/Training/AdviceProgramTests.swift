// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

/// From a run that can't work to one that can, by the commands that a user types.
@Suite struct AdviceProgramTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TinyRun.programFolder() }

  private func saddle(_ arguments: String) throws -> Outcome {
    try Programs.shell("\"$SADDLE\" \(arguments)", in: folder)
  }

  @Test func aRateOfZeroIsSetBackInANewRunThatNamesItsParent() throws {
    let broken = try saddle(
      "train tiny.yaml -q --set optimizer.generator.learningRate=0 "
        + "--set optimizer.discriminator.learningRate=0.001"
    )
    #expect(broken.status == 0, "\(broken.errors)")
    let advice = try saddle("advise runs/tiny")
    let line = "optimizer.generator.learningRate: 0.001"
    #expect(advice.status == 0 && advice.output.contains(line), "\(advice.errors)")
    let advised = try saddle("train --from-advice runs/tiny -q")
    #expect(advised.status == 0, "\(advised.errors)")
    let run = folder.url.appending(path: "runs/tiny-advised")
    let configuration = try String(
      contentsOf: run.appending(path: "config.yaml"),
      encoding: .utf8
    )
    #expect(configuration.contains("learningRate: 0.001"))
    let record = try String(contentsOf: run.appending(path: "run.json"), encoding: .utf8)
    #expect(record.contains("\"parent\" : \"runs/tiny\""))
  }

  @Test func goingBackIsACommandAndAMissingCheckpointNamesThoseThatAreThere() throws {
    #expect(try saddle("train tiny.yaml -q").status == 0)
    let missing = try saddle("train --resume runs/tiny --checkpoint 7 --steps 70 -q")
    #expect(missing.status != 0)
    #expect(missing.errors.contains("no checkpoint of step 7; there are "))
    let back = try saddle("train --resume runs/tiny --checkpoint 55 --steps 70 -q")
    #expect(back.status == 0, "\(back.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.url.path + "/runs/tiny/samples/70.png"))
  }
}
