// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@testable import SaddleCLI

/// The built program: output, files, exit status.
@Suite struct DiagnoseCommandTests {
  /// A log of two losses; `loss` gives the discriminator's.
  private func log(_ steps: Int, _ loss: (Int) -> Double) -> String {
    (1...steps).map { step in
      let value = loss(step)
      let text = value.isFinite ? "\(value)" : "NaN"
      return "{\"step\": \(step), \"loss_d\": \(text), \"loss_g\": 0.7\(step % 9)}\n"
    }.joined()
  }

  private func keys(_ text: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func saysThatARunIsDeadAndExitsAsAskedTo() throws {
    let folder = try TemporaryFolder()
    try folder.write(log(300) { $0 > 200 ? .nan : 1.38 }, to: "log.jsonl")
    let plain = try Programs.saddle("diagnose", "log.jsonl", "--plain", in: folder.url)
    #expect(plain.status == 0)
    #expect(plain.output.contains("DEAD"))
    #expect(plain.output.contains("[1] critical  non finite"))
    let failing = try Programs.saddle(
      "diagnose",
      "log.jsonl",
      "--json",
      "--fail-on",
      "critical",
      in: folder.url
    )
    #expect(failing.status == 2)
    let object = try keys(failing.output)
    #expect(object["health"] as? String == "dead")
    let finding = try #require((object["findings"] as? [[String: Any]])?.first)
    #expect(finding["firstStep"] as? Int == 201)
    #expect(finding["severity"] as? String == "critical")
  }

  @Test func passesAHealthyRun() throws {
    let folder = try TemporaryFolder()
    try folder.write(log(1500) { 1.36 + Double($0 % 7) / 200 }, to: "a/log.jsonl")
    let outcome = try Programs.saddle(
      "diagnose",
      "a",
      "--json",
      "--fail-on",
      "critical",
      "--objective",
      "ns",
      in: folder.url
    )
    #expect(outcome.status == 0)
    let object = try keys(outcome.output)
    #expect(object["run"] as? String == "a")
    #expect((object["objective"] as? [String: Any])?["known"] as? String == "declared")
    #expect(object["best"] is NSNull)
    #expect(object["stopAdvisedAt"] is NSNull)
  }

  @Test func givesAnArrayForSeveralRunsAndAPageOfAll() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      try folder.write(log(300) { _ in 1.38 }, to: "runs/\(name)/log.jsonl")
    }
    let outcome = try Programs.saddle(
      "diagnose",
      "runs",
      "--json",
      "--html",
      "out.html",
      in: folder.url
    )
    #expect(outcome.status == 0)
    let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect((list as? [[String: Any]])?.compactMap { $0["run"] as? String } == ["a", "b"])
    let page = try String(contentsOf: folder.url.appending(path: "out.html"), encoding: .utf8)
    #expect(page.contains("<h1>2 runs</h1>"))
  }

  @Test func namesTheGamesOfOneRun() throws {
    let folder = try TemporaryFolder()
    let lines = (1...300).map { step in
      "(epoch: \(step), iters: 100, time: 0.1, data: 0.1) D_A: 0.2\(step % 9) G_A: 0.3\(step % 7) "
        + "cycle_A: 1.0 D_B: 0.25 G_B: 0.4 cycle_B: 1.1\n"
    }
    try folder.write(lines.joined(), to: "maps/loss_log.txt")
    let outcome = try Programs.saddle("diagnose", "maps", "--json", in: folder.url)
    let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let names = (list as? [[String: Any]])?.compactMap { $0["run"] as? String }
    #expect(names == ["maps, game A", "maps, game B"])
  }

  @Test func namesEachFileThatItCantReadAndStillReportsTheOthers() throws {
    let folder = try TemporaryFolder()
    try folder.write(log(300) { _ in 1.38 }, to: "good.jsonl")
    try folder.write("", to: "empty.jsonl")
    try folder.write("\0\u{1}\u{2}binary", to: "binary.bin")
    let outcome = try Programs.saddle(
      "diagnose",
      "missing.csv",
      "empty.jsonl",
      "binary.bin",
      "good.jsonl",
      "--json",
      in: folder.url
    )
    #expect(outcome.status == 64)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.hasPrefix("saddle diagnose: ") })
    for name in ["missing.csv", "empty.jsonl", "binary.bin"] {
      #expect(lines.contains { $0.contains(name) })
    }
    #expect(try keys(outcome.output)["run"] as? String == "good")
  }

  @Test(arguments: [
    (["--objective", "hing"], "Did you mean hinge?"),
    (["--format", "csvv"], "Did you mean csv?"),
    (["--map", "loss/q=x"], "did you mean"),
    (["--fail-on", "fatal"], "fail-on"),
  ])
  func refusesWrongOptions(arguments: [String], hint: String) throws {
    let outcome = try Programs.run(
      Programs.folder.appendingPathComponent("saddle"),
      ["diagnose", "x.jsonl"] + arguments
    )
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(hint))
  }

  @Test func needsAPath() throws {
    let outcome = try Programs.saddle("diagnose")
    #expect(outcome.status == 64)
  }

  @Test func saysWhatCouldNotBeWritten() throws {
    let folder = try TemporaryFolder()
    try folder.write(log(300) { _ in 1.38 }, to: "good.jsonl")
    let outcome = try Programs.saddle(
      "diagnose",
      "good.jsonl",
      "--html",
      "no/such/folder/x.html",
      in: folder.url
    )
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("no/such/folder/x.html"))
  }
}
