// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTesting
import Testing

@testable import SaddleRuns

@Suite struct LiveRunTests {
  /// Schedules of P3; `SADDLE_TAIL_SCHEDULES=5000` for the long run.
  private static let schedules =
    ProcessInfo.processInfo.environment["SADDLE_TAIL_SCHEDULES"].flatMap { UInt64($0) } ?? 50

  @Test func handsOutEachRecordOnceAndInOrderWhateverHappensToTheFile() throws {
    for seed in 1...Self.schedules {
      try withFolder { folder in
        var schedule = TailSchedule(seed: seed, folder: folder)
        try schedule.run(ticks: 60)
        #expect(schedule.found == schedule.expected, "seed \(seed)")
        #expect(schedule.expected.count > 20, "seed \(seed)")
      }
    }
  }

  @Test func waitsForALogThatIsNotThereYet() throws {
    try withFolder { folder in
      let live = LiveRun(folder + "/later")
      #expect(try live.poll(now: 0).notes.first?.hasPrefix("waiting:") == true)
      #expect(try live.poll(now: 10).notes.isEmpty)
      try FileManager.default.createDirectory(
        atPath: folder + "/later",
        withIntermediateDirectories: true
      )
      try write("{\"step\": 1, \"loss/g\": 2}\n", folder + "/later/observations.jsonl")
      _ = try live.poll(now: 20)
      let found = try live.poll(now: 22).observations
      #expect(found.map(\.observation) == [Observation(step: 1, [.lossGenerator: 2])])
      #expect(live.isFound)
    }
  }

  @Test func takesTheHooksJournalRatherThanItsRecord() throws {
    try withFolder { folder in
      try write("{\"step\": 1, \"loss/g\": 2}\n", folder + "/observations.jsonl")
      let record = "{\"step\": 1, \"steps\": 0, \"started\": 17.5, \"updated\": 18, \"pid\": 3}"
      try write(record, folder + "/run.json")
      try write("{\"expectedSteps\": 100, \"batchSize\": 64}", folder + "/monitor.json")
      let live = LiveRun(folder)
      _ = try live.poll(now: 0)
      #expect(live.recognition?.files.first?.path == folder + "/observations.jsonl")
    }
  }

  @Test func takesInTheNextEventFileOfAFolder() throws {
    try withFolder { folder in
      let live = LiveRun(folder)
      var steps: [Int] = []
      for (number, range) in [(1, 1...5), (2, 4...9)] {
        let writer = try EventFileWriter(
          path: folder + "/events.out.tfevents.\(number).x",
          clock: { 0 }
        )
        for step in range {
          try writer.append(Observation(step: step, [.lossGenerator: 1, .lossDiscriminator: 2]))
        }
        try writer.synchronize()
        for pause in 0..<3 {
          let batch = try live.poll(now: Double(number * 100 + pause * 4))
          if batch.isRebuilt { steps = [] }
          steps += batch.observations.map(\.observation.step)
        }
      }
      #expect(steps == Array(1...5) + Array(4...9))
    }
  }

  @Test func joinsSubFoldersThatGrowSideBySide() throws {
    try withFolder { folder in
      for side in ["g", "d"] {
        try FileManager.default.createDirectory(
          atPath: folder + "/loss_" + side,
          withIntermediateDirectories: true
        )
      }
      let g = try EventFileWriter(path: folder + "/loss_g/events.out.tfevents.1.x", clock: { 0 })
      let d = try EventFileWriter(path: folder + "/loss_d/events.out.tfevents.1.x", clock: { 0 })
      let live = LiveRun(folder)
      var found: [Observation] = []
      for step in 1...20 {
        try g.append(Observation(step: step, [.lossGenerator: Double(step)]))
        try g.synchronize()
        found += try live.poll(now: Double(step)).observations.map(\.observation)
        try d.append(Observation(step: step, [.lossDiscriminator: Double(-step)]))
        try d.synchronize()
      }
      for pause in 1...3 {
        found += try live.poll(now: 20 + 4 * Double(pause)).observations.map(\.observation)
      }
      #expect(found.map(\.step) == Array(1...20))
      #expect(found.allSatisfy { $0.values.count == 2 })
    }
  }

  @Test func learnsLateThatAnOutputIsAScore() throws {
    try withFolder { folder in
      let path = folder + "/log.csv"
      try write("step,loss_g,D(x)\n1,0.5,0.9\n2,0.5,0.8\n", path)
      let live = LiveRun(path)
      var monitor: [Observation] = []
      for (time, more) in [(0.0, ""), (1, "3,0.5,0.7\n"), (2, "4,0.5,3.5\n"), (6, "")] {
        if let file = fopen(path, "ab") {
          fputs(more, file)
          fclose(file)
        }
        let batch = try live.poll(now: time)
        if batch.isRebuilt { monitor = [] }
        monitor += batch.observations.map(\.observation)
      }
      #expect(monitor.map(\.step) == [1, 2, 3, 4])
      #expect(monitor.map { $0[.scoresReal] } == [0.9, 0.8, 0.7, 3.5])
      #expect(monitor.allSatisfy { $0[.probabilityReal] == nil })
    }
  }

  @Test func saysOnceThatAFileMayNotBeRead() throws {
    guard getuid() != 0 else {
      print("skipped: root may read everything")
      return
    }
    try withFolder { folder in
      let path = folder + "/log.jsonl"
      try write("{\"step\": 1, \"loss_g\": 2}\n", path)
      chmod(path, 0)
      let live = LiveRun(path)
      #expect(try live.poll(now: 0).notes.count == 1)
      #expect(try live.poll(now: 9).notes.isEmpty)
    }
  }

  @Test func aPipeIsRecognizedBehindItsBanner() throws {
    let pipe = LivePipe()
    var steps: [Int] = []
    let text =
      "Loading data...\nDevice: cpu\n"
      + (1...30).map { "{\"step\": \($0), \"loss_g\": 1.5, \"loss_d\": 0.5}\n" }.joined()
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let piece = rest.prefix(37)
      rest = rest.dropFirst(37)
      let batch = try Array(piece).withUnsafeBytes { try pipe.push($0, now: 0) }
      if batch.isRebuilt { steps = [] }
      steps += batch.observations.map(\.observation.step)
    }
    steps += pipe.finish().observations.map(\.observation.step)
    #expect(steps == Array(1...30))
  }

  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
}

/// Calls `body` with a folder of its own, removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = TemporaryFolder.root.path + "/saddle-watch-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}
