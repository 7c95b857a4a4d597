// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct WatchCommandTests {
  @Test func judgesAPipeRunsTheCommandAndEndsWithTwo() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.log(broken: 40), to: "log.jsonl")
    let found = try shell(
      "cat log.jsonl | \"$SADDLE\" watch - --json --exit-on critical "
        + "--on critical 'cat > on.json' --on warning 'cat >> both.json'",
      in: folder
    )
    #expect(found.status == 2, "\(found.errors)")
    let line = try #require(found.output.split(separator: "\n").first)
    let printed = try object(Data(line.utf8))
    let given = try object(Data(contentsOf: folder.url.appendingPathComponent("on.json")))
    for finding in [printed, given] {
      #expect(finding["symptom"] as? String == "nonFinite")
      #expect(finding["severity"] as? String == "critical")
      #expect(finding["firstStep"] as? Int == 40)
      #expect(finding["run"] as? String == "-")
    }
    #expect(FileManager.default.fileExists(atPath: folder.url.path + "/both.json"))
  }

  @Test func aHealthyPipeEndsWithZeroAndASummary() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.log(broken: nil), to: "log.jsonl")
    let found = try shell("cat log.jsonl | \"$SADDLE\" watch - --exit-on warning", in: folder)
    #expect(found.status == 0 && found.output.isEmpty, "\(found.output)\(found.errors)")
    #expect(found.errors.contains("60 observations, last step 60"))
  }

  @Test func whatWasBrokenBeforeIsToldAndActedOnWhileItLasts() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.log(broken: 40), to: "run/log.jsonl")
    let found = try shell(
      "\"$SADDLE\" watch --on critical 'cat > on.json' run --exit-on critical",
      in: folder
    )
    #expect(found.status == 2, "\(found.errors)")
    #expect(found.output.contains("CRITICAL nonFinite at step 40"))
    #expect(found.output.contains("before watching began"))
    #expect(FileManager.default.fileExists(atPath: folder.url.path + "/on.json"))
  }

  @Test(arguments: [
    "watch", "watch x --on critical", "watch x --on often 'true'", "watch x --webhook example.org",
    "watch x --exit-on notice", "watch x --objective none", "watch x --metrics 99999",
  ])
  func wrongUsageIsSaid(arguments: String) throws {
    let folder = try TemporaryFolder()
    let found = try shell("\"$SADDLE\" \(arguments)", in: folder)
    #expect(found.status == 64 && !found.errors.isEmpty, "\(found.output)")
  }

  @Test func aPipeWithoutALogIsAnErrorThatSaysWhatToDo() throws {
    let folder = try TemporaryFolder()
    let found = try shell("printf 'hello\\nworld\\n' | \"$SADDLE\" watch -", in: folder)
    #expect(found.status == 1 && found.errors.contains("standard input"), "\(found.errors)")
  }

  /// The live demonstration: a Python loop with the hook writes while the watcher runs beside it;
  /// its learning rate is multiplied at step 120.
  @Test func aDivergenceIsReportedWithinTwentyStepsAndStopsTheLoop() throws {
    let folder = try TemporaryFolder()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let script = root.appendingPathComponent("python/examples/divergence.py").path
    let found = try shell(
      "\"${SADDLE_PYTHON:-python3}\" '\(script)' run --inject 120 > loop.txt 2>&1 & "
        + "\"$SADDLE\" watch run --json --exit-on critical --on critical 'touch run/stop'; "
        + "status=$?; wait; cat loop.txt >&2; exit $status",
      in: folder
    )
    #expect(found.status == 2, "\(found.errors)")
    let findings = try found.output.split(separator: "\n").map { try object(Data($0.utf8)) }
    let critical = try #require(findings.first { $0["severity"] as? String == "critical" })
    let step = try #require(critical["firedAtStep"] as? Int)
    #expect((120...140).contains(step), "\(critical)")
    let end = found.errors.split(separator: "\n").last { $0.hasPrefix("stopped") }
    print(
      "live demonstration: found at step \(step) of 120 + 20; the loop \(end ?? "did not stop")"
    )
    #expect(end != nil, "\(found.errors)")
  }

  private func shell(_ command: String, in folder: TemporaryFolder) throws -> Outcome {
    try Programs.run(
      URL(fileURLWithPath: "/bin/sh"),
      ["-c", command],
      in: folder.url,
      environment: ["SADDLE": Programs.folder.appendingPathComponent("saddle").path]
    )
  }

  private func object(_ data: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static func log(broken: Int?) -> String {
    (1...60).map { step in
      let loss = step >= broken ?? .max ? "NaN" : "0.7"
      return "{\"step\": \(step), \"loss_g\": \(loss), \"loss_d\": 1.38}\n"
    }.joined()
  }
}
