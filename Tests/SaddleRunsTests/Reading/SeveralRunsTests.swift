// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import Testing

/// What a folder holds: one run, its columns file by file, or several runs.
@Suite struct SeveralRunsTests {
  private func write(_ files: [String: String], _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (name, text) in files {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
      }
      try body(folder)
    }
  }

  private let csv = "step,d_loss,g_loss\n0,1.5,0.75\n1,1.25,0.5\n"

  @Test func logsSideBySideAreRuns() throws {
    try write(["a.csv": csv, "b.csv": csv, "notes.csv": "day,rain\n1,2\n2,3\n"]) { folder in
      let runs = RunReader.runs(in: folder)
      #expect(runs.map { $0.split(separator: "/").last } == ["a.csv", "b.csv"])
      #expect(throws: LogError.self) { try RunReader(folder) }
    }
  }

  @Test func oneLogIsTheFolder() throws {
    try write(["a.csv": csv, "readme.txt": "words"]) { folder in
      #expect(RunReader.runs(in: folder) == [folder])
    }
  }

  @Test func columnsInFilesOfTheirOwnAreOneRun() throws {
    let numbers = "1.5\n1.25\n1.0\n0.75\n0.5\n"
    try write(["D_loss.txt": numbers, "G_loss.txt": numbers]) { folder in
      let log = try readLog(at: folder)
      #expect(log.items.count == 5)
      #expect(log.items[0].observation[.lossGenerator] == 1.5)
      #expect(log.items[0].observation[.lossDiscriminator] == 1.5)
    }
    let download = "Wall time,Step,Value\n1600000000.5,1,0.5\n1600000001.5,2,0.25\n"
    let files = ["run-train-tag-loss_D.csv": download, "run-train-tag-loss_G.csv": download]
    try write(files) { folder in
      let log = try readLog(at: folder)
      #expect(log.items.steps == [1, 2])
      #expect(log.items.values(.lossGenerator) == [0.5, 0.25])
      #expect(log.items.values(.lossDiscriminator) == [0.5, 0.25])
    }
  }

  @Test func aTableWithoutHeaderNamesItsColumnsAndTheLineToPaste() throws {
    let log = try readLog("0,1.5,0.75\n1,1.25,0.5\n2,1.0,0.25\n3,0.75,0.125\n", name: "train.csv")
    #expect(log.recognition.unknownColumns.map(\.name) == ["column 1", "column 2", "column 3"])
    #expect(!log.recognition.isOfGame)
    #expect(log.recognition.nothingToJudge.contains("no header"))
    #expect(log.recognition.nothingToJudge.contains("--map 'loss/d=column 2'"))
    var options = ReadOptions()
    options.mapping = try SignalMapping([
      "step=column 1", "loss/d=column 2", "loss/g=column 3",
    ])
    let told = try readLog(
      "0,1.5,0.75\n10,1.25,0.5\n20,1.0,0.25\n",
      name: "train.csv",
      options: options
    )
    #expect(told.items.steps == [0, 10, 20])
    #expect(told.recognition.isOfGame)
  }
}
