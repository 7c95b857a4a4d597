// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRunsSamples
import Synchronization
import Testing

@testable import SaddleRuns

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
      for path in [folder, folder + "/", folder + "//"] {
        let error = #expect(throws: LogError.self) { try RunReader(path) }
        #expect(error?.runs == [folder + "/a.csv", folder + "/b.csv"])
        #expect(error?.message.contains("holds 2 runs; name one of them: a.csv, b.csv") == true)
      }
    }
  }

  @Test func watchingSaysThatAFolderHoldsSeveral() throws {
    try write(["a.csv": csv, "b.csv": csv]) { folder in
      let notes = try LiveRun(folder).poll(now: 0).notes
      #expect(notes.contains { $0.contains("holds 2 runs") && $0.contains("followed is a.csv") })
    }
  }

  /// Counts how often a beginning is looked at.
  private enum CountingImporter: Importer {
    static let id = "counting"
    static let title = "CSV that counts"
    static let looks = Mutex<[String: Int]>([:])

    static func confidence(_ probe: LogProbe) -> Double {
      looks.withLock { $0[probe.name, default: 0] += 1 }
      return CSVImporter.confidence(probe)
    }

    static func makeParser(_ probe: LogProbe) -> any LogParser { CSVImporter.makeParser(probe) }
  }

  @Test func everyFileOfAFolderIsRecognizedOnce() throws {
    var options = ReadOptions()
    options.catalog = ImporterCatalog([CountingImporter.self])
    try write(["a.csv": csv, "notes.csv": "day,rain\n1,2\n2,3\n"]) { folder in
      _ = try RunReader(folder, options: options)
      #expect(CountingImporter.looks.withLock { $0 } == ["a.csv": 1, "notes.csv": 1])
    }
  }

  @Test func oneLogIsTheFolder() throws {
    try write(["a.csv": csv, "readme.txt": "words"]) { folder in
      let reader = try RunReader(folder)
      #expect(reader.recognition.files.map(\.path) == [folder + "/a.csv"])
    }
  }

  @Test func everyFolderOfARingOfLinksIsEnteredOnce() throws {
    try write(["a.csv": csv, "readme.txt": "words"]) { folder in
      for link in 0..<25 {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder)/l\(link)",
          withDestinationPath: "."
        )
      }
      let files = try RunLocator(options: ReadOptions()).list(folder)
      #expect(files == [folder + "/a.csv", folder + "/readme.txt"])
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

  private let ticks = (0..<6).map { tick in
    "{\"Loss/scores/fake\": {\"num\": 64, \"mean\": -0.\(tick + 1), \"std\": 0.2}, "
      + "\"Progress/kimg\": {\"num\": 1, \"mean\": \(tick * 4).0, \"std\": 0.0}}\n"
  }
  private let fid =
    "{\"results\": {\"fid50k_full\": 12.5}, \"metric\": \"fid50k_full\", "
    + "\"snapshot_pkl\": \"network-snapshot-000008.pkl\", \"timestamp\": 1600000000.0}\n"

  @Test func metricFilesBelongToTheLogBesideThem() throws {
    let console = (0..<6).map {
      "tick \($0)     kimg \($0 * 4).0      time 40s          sec/tick 9.4     sec/kimg 146.22  "
        + "maintenance 31.1   cpumem 4.10   gpumem 8.20   augment 0.01\($0)\n"
    }
    let text = "network-snapshot-000008        time 12m 01s      fid50k          12.5\n"
    for (name, log, metric, content) in [
      ("stats.jsonl", ticks.joined(), "metric-fid50k_full.jsonl", fid),
      ("log.txt", console.joined(), "metric-fid50k.txt", text),
    ] {
      try write([name: log, metric: content]) { folder in
        for path in [folder, folder + "/" + name] {
          let log = try readLog(at: path)
          #expect(log.items.steps == [0, 4, 8, 12, 16, 20])
          #expect(log.items[2].observation[.metricFID] == 12.5)
        }
      }
    }
  }

  @Test func aMetricFileThatComesLaterIsFollowed() throws {
    try write(["stats.jsonl": ticks[..<2].joined()]) { folder in
      let run = LiveRun(folder)
      var found = try run.poll(now: 0).observations
      found += try run.poll(now: 4).observations
      #expect(found.map(\.observation.step) == [0, 4])
      try Data(fid.utf8).write(to: URL(fileURLWithPath: folder + "/metric-fid50k_full.jsonl"))
      try Data(ticks.joined().utf8).write(to: URL(fileURLWithPath: folder + "/stats.jsonl"))
      for now in stride(from: 8.0, to: 16, by: 0.25) {
        found += try run.poll(now: now).observations
      }
      #expect(found.map(\.observation.step) == [0, 4, 8, 12, 16, 20])
      #expect(found.first { $0.observation.step == 8 }?.observation[.metricFID] == 12.5)
    }
  }

  /// Ticks of less than 1,000 images count images: so does the metric file beside them, read later or
  /// taken in while the run goes on.
  @Test func aLaterMetricFileHasTheUnitOfItsLog() throws {
    let ticks = (0..<8).map { tick in
      "{\"Loss/scores/fake\": {\"num\": 64, \"mean\": -0.\(tick + 1), \"std\": 0.2}, "
        + "\"Progress/kimg\": {\"num\": 1, \"mean\": \(Double(tick) / 2), \"std\": 0.0}}\n"
    }
    let fid = fid.replacing("000008", with: "000002")
    try write(["stats.jsonl": ticks[..<6].joined()]) { folder in
      let run = LiveRun(folder)
      var found = try run.poll(now: 0).observations
      try Data(fid.utf8).write(to: URL(fileURLWithPath: folder + "/metric-fid50k_full.jsonl"))
      found += try run.poll(now: 4).observations
      try Data(ticks.joined().utf8).write(to: URL(fileURLWithPath: folder + "/stats.jsonl"))
      for now in stride(from: 8.0, to: 16, by: 0.25) {
        found += try run.poll(now: now).observations
      }
      let later = try readLog(at: folder).items
      #expect(later.steps == [0, 500, 1000, 1500, 2000, 2500, 3000, 3500])
      #expect(later[4].observation[.metricFID] == 12.5)
      let live = found.first { $0.observation[.metricFID] != nil }
      #expect(live?.observation.step == 2000)
      #expect(Set(found.map(\.observation.step)) == Set(later.steps))
    }
  }

  @Test func whatStandsBesideEventFilesIsNamed() throws {
    try write(["history.csv": csv, "findings.jsonl": "{\"a\": 1}\n"]) { folder in
      let events = BinarySamples.eventFile(records: 10).bytes
      try Data(events).write(to: URL(fileURLWithPath: folder + "/events.out.tfevents.1"))
      let recognition = try RunReader(folder).recognition
      #expect(recognition.format == "tensorboard")
      #expect(recognition.notes.contains("also there, not read: history.csv"))
    }
  }
}
