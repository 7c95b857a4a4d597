// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import SaddleTerminal
import SaddleTesting
import Testing

@testable import SaddleCLI

@Suite struct RunListTests {
  private func record(
    _ name: String,
    _ status: RunRecord.Status,
    step: Int = 50,
    started: Double = 1000,
    pid: Int32 = 1
  ) throws -> String {
    let record = RunRecord(
      name: name,
      status: status,
      step: step,
      steps: 200,
      started: started,
      updated: 2000,
      engineVersion: "1",
      programVersion: "2",
      seed: 3,
      machine: "here",
      pid: pid,
      reason: status == .failed ? "loss/d is NaN at step 50" : nil
    )
    return String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
  }

  private func finding(_ state: AlarmState, _ severity: Severity, _ symptom: Symptom) throws
    -> String
  {
    let finding = Finding(
      symptom: symptom,
      severity: severity,
      state: state,
      firstStep: 1,
      firedAtStep: 2,
      lastStep: 3,
      confidence: 1,
      basis: EvidenceLevel.allCases[0],
      summary: "x",
      evidence: [],
      clearedBy: "y"
    )
    return String(decoding: try JSONEncoder().encode(finding), as: UTF8.self)
  }

  @Test func listsRunsByStartWithWhatAnOnlookerKnows() throws {
    let folder = try TemporaryFolder()
    try folder.write(try record("late", .running, started: 3, pid: 10), to: "late/run.json")
    try folder.write(try record("gone", .running, started: 2, pid: 11), to: "gone/run.json")
    try folder.write(try record("early", .finished, step: 200, started: 1), to: "early/run.json")
    try folder.write(try record("bad", .failed, started: 4), to: "bad/run.json")
    try folder.write("{", to: "broken/run.json")
    try folder.write("x", to: "not-a-run/notes.txt")
    try log(folder.url.appendingPathComponent("early").path)
    let list = try RunList(folder.url.path) { $0.pid == 10 }
    #expect(list.runs.map(\.name) == ["broken", "early", "gone", "late", "bad"])
    #expect(
      list.runs.map(\.status) == [.unreadable, .finished, .interrupted, .running, .failed]
    )
    #expect(
      list.table(Terminal(isInteractive: false), now: 2090) == """
        name    status       step   of   done  loss G  loss D  health    updated
        broken  unreadable      -    -      -       -       -  -               -  run.json is damaged or of another version
        early   finished      200  200  100 %  0.6931     nan  -       1 min ago
        gone    interrupted    50  200   25 %       -       -  -       1 min ago
        late    running        50  200   25 %       -       -  -       1 min ago
        bad     failed         50  200   25 %       -       -  -       1 min ago  loss/d is NaN at step 50
        """
    )
  }

  @Test func showsTheBestEvaluationWhereOneWasMade() throws {
    let folder = try TemporaryFolder()
    try folder.write(try record("plain", .finished, step: 200, started: 1), to: "plain/run.json")
    var evaluated = try JSONDecoder().decode(
      RunRecord.self,
      from: Data(record("measured", .finished, step: 200, started: 2).utf8)
    )
    evaluated.best = RunRecord.Best(step: 150, metric: "metrics/kid", value: 0.012345)
    let text = String(decoding: try JSONEncoder().encode(evaluated), as: UTF8.self)
    try folder.write(text, to: "measured/run.json")
    let list = try RunList(folder.url.path) { _ in false }
    let lines = list.table(Terminal(isInteractive: false), now: 2090).split(separator: "\n")
    #expect(lines[0].contains("best"))
    #expect(lines[1].contains("-"))
    #expect(lines[2].contains("KID 0.0123 @ 150"))
  }

  /// Two evaluations are equal by the metric that decides; the record knows which one was kept.
  @Test func diagnosisNamesTheSameBestAmongEquals() throws {
    let folder = try TemporaryFolder()
    var record = try JSONDecoder().decode(
      RunRecord.self,
      from: Data(record("tie", .finished, step: 200, started: 1).utf8)
    )
    record.best = RunRecord.Best(step: 150, metric: "metrics/modes", value: 8)
    let text = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
    try folder.write(text, to: "tie/run.json")
    let run = RunDirectory(folder.url.appendingPathComponent("tie").path)
    let writer = try EventFileWriter(path: run.events) { 0 }
    for step in 1...200 {
      var observation = Observation(step: step, [.lossGenerator: 0.7, .lossDiscriminator: 1.4])
      if step % 50 == 0 { observation[.metricModes] = step == 50 ? 5 : 8 }
      try writer.append(observation)
    }
    try writer.flush()
    let listed = try RunList(folder.url.path) { _ in false }.runs.first?.best?.step
    for path in [run.path, run.events] {
      let report = try #require(try RunDiagnoser(showsProgress: false).reports(path).first)
      #expect(report.diagnosis.best?.step == 150)
      #expect(report.diagnosis.best?.step == listed)
    }
  }

  @Test func showsTheWordOfTheProgressLineBeforeWhatMerelyFires() throws {
    let folder = try TemporaryFolder()
    var record = try JSONDecoder().decode(
      RunRecord.self,
      from: Data(record("run", .finished, step: 200, started: 1).utf8)
    )
    record.health = .watch
    let text = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
    try folder.write(text, to: "run/run.json")
    let fires = try finding(.firing, .critical, .divergence)
    try folder.write(fires + "\n", to: "run/findings.jsonl")
    let list = try RunList(folder.url.path) { _ in false }
    #expect(list.runs.map(\.verdict) == [.watch])
    let table = list.table(Terminal(isInteractive: false), now: 2090)
    #expect(table.contains("watch") && !table.contains("critical"))
  }

  /// Writes more than is read, so that the reading begins in the middle of a record.
  private func log(_ run: String) throws {
    let writer = try EventFileWriter(path: RunDirectory(run).events) { 0 }
    try writer.scalar("loss/g", 1, step: 1)
    let picture = [UInt8](repeating: 7, count: 1 << 20)
    try writer.image("samples", png: picture, width: 1, height: 1, step: 1)
    try writer.append(Observation(step: 2, [.lossGenerator: 5, .lossDiscriminator: 6]))
    try writer.append(
      Observation(step: 3, [.lossGenerator: 0.693147, .lossDiscriminator: .nan, .accuracy: 0.5])
    )
    try writer.flush()
  }

  @Test func countsWhatFiresAndForgetsWhatIsResolved() throws {
    let folder = try TemporaryFolder()
    try folder.write(try record("run", .stopped), to: "run.json")
    let own = folder.url.path
    #expect(try RunList(own).runs.map(\.health) == [.unknown])

    try folder.write("", to: "findings.jsonl")
    #expect(try RunList(own).runs.map(\.health) == [.unknown])

    var lines = [try finding(.firing, .critical, .divergence)]
    lines.append(try finding(.resolved, .critical, .divergence))
    try folder.write(lines.joined(separator: "\n") + "\n", to: "findings.jsonl")
    #expect(try RunList(own).runs.map(\.health) == [.healthy])

    lines.append(try finding(.firing, .warning, .modeCollapse))
    lines.append(try finding(.firing, .notice, .oscillation))
    lines.append("{\"cut off")
    try folder.write(lines.joined(separator: "\n"), to: "findings.jsonl")
    let run = try #require(try RunList(own).runs.first)
    #expect(run.health == .warning)
    #expect(run.findings == 2)
  }

  @Test func saysWhereNothingIs() throws {
    let folder = try TemporaryFolder()
    let none = try Programs.saddle("runs", in: folder.url)
    #expect(none.status == 0)
    #expect(none.output == "No runs in runs; `saddle train ring` makes one.\n")
    let wrong = try Programs.saddle("runs", "nowhere", in: folder.url)
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("nowhere: no such folder"))
    let json = try Programs.saddle("runs", "--json", in: folder.url)
    #expect(try JSONDecoder().decode([RunSummary].self, from: Data(json.output.utf8)) == [])
  }

  @Test func agesHaveOneUnit() {
    #expect(RunList.age(5.9) == "5 s ago")
    #expect(RunList.age(-3) == "0 s ago")
    #expect(RunList.age(3599) == "59 min ago")
    #expect(RunList.age(3600 * 47) == "47 h ago")
    #expect(RunList.age(86_400 * 3) == "3 d ago")
    for odd in [Double.nan, .infinity, -1e9, 1e300] { #expect(RunList.age(odd) == "-") }
  }
}
