// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTesting
import Testing

@testable import SaddleCLI

/// Each symptom stands in exactly one of findings, ruled out and not judged, wherever a log is cut and
/// whatever is made of its restarts: over all logs of the corpora, and over logs of the project's own.
@Suite struct CorpusPartitionTests {
  private static let all = Set(DetectorCatalog.builtIn.types.map { $0.info.symptom })
  /// Rows after which a log is cut; beyond them at each power of two, and at its end.
  private static let cuts: Set<Int> = [1, 2, 3, 5, 8, 12, 16, 24, 40, 60, 100, 200]

  private func check(_ path: String, _ sessions: ReadOptions.Sessions) throws -> Int {
    var options = ReadOptions()
    options.sessions = sessions
    let reader: RunReader
    // What is no log of a run has no diagnosis.
    do { reader = try RunReader(path, options: options) } catch is LogError { return 0 }
    let around = Surroundings(path, reader.recognition)
    var monitor = RunMonitor(context: around.context)
    var rows = 0
    try reader.read { entry in
      _ = monitor.observe(entry)
      rows += 1
      guard Self.cuts.contains(rows) || rows & (rows - 1) == 0 else { return }
      check(monitor, "\(path) after \(rows) rows")
    }
    monitor.note(around.facts)
    check(monitor, "\(path), whole")
    return rows
  }

  private func check(_ monitor: RunMonitor, _ place: String) {
    for game in monitor.games {
      let result = game.monitor.diagnosis()
      let found = Set(result.findings.map(\.symptom).filter { !$0.isStructural })
      let rest = result.ruledOut.map(\.symptom) + result.notJudged.map(\.symptom)
      #expect(Set(rest).count == rest.count, "\(place): twice")
      #expect(found.isDisjoint(with: rest), "\(place): \(found.intersection(rest))")
      #expect(
        found.union(rest) == Self.all,
        "\(place): \(found.union(rest).symmetricDifference(Self.all))"
      )
    }
  }

  @Test(arguments: ReadOptions.Sessions.allCases)
  func everyLogOfTheCorpora(_ sessions: ReadOptions.Sessions) throws {
    let logs = CorpusLogs.all
    guard !logs.isEmpty else {
      print(
        "CorpusPartitionTests: no labeled runs beside the package; set SADDLE_CORPORA. Skipped"
      )
      return
    }
    let read = try logs.count { try check($0, sessions) > 0 }
    #expect(read >= logs.count / 2, "\(read) of \(logs.count) logs were read")
  }

  /// A log that restarts, fails and says so: small, and always there.
  @Test(arguments: ReadOptions.Sessions.allCases)
  func aLogOfTheProjectsOwn(_ sessions: ReadOptions.Sessions) throws {
    var lines: [String] = []
    func row(_ step: Int, _ d: Double, _ g: Double) {
      let fid = step % 10 == 0 ? ", \"fid\": \(80 - Double(step) / 5)" : ""
      lines.append("{\"step\": \(step), \"loss_d\": \(d), \"loss_g\": \(g)\(fid)}")
    }
    for step in 1...150 { row(step, 1.3 + 0.01 * Double(step % 7), 0.7) }
    for step in 101...260 { row(step, step > 200 ? 4000 : 1.2 + 0.02 * Double(step % 5), 0.8) }
    let file = TemporaryFolder.root.appending(path: "partition-\(sessions).jsonl")
    try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try check(file.path, sessions) >= 200)
  }
}
