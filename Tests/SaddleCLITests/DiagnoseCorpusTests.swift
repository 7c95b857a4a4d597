// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleDashboard
import SaddleHealth
import SaddleRuns
import Testing

@testable import SaddleCLI

/// Every log of ../shared/runs through every report: nothing crashes, the JSON has its keys.
///
/// Whether the diagnoses are right is the score's business, not this test's.
@Suite struct DiagnoseCorpusTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The keys that `Documentation/diagnosis-json.md` promises.
  private static let keys: Set<String> = [
    "schemaVersion", "run", "path", "source", "remarks", "health", "healthReasons", "objective",
    "story", "causes", "findings", "ruledOut", "notJudged", "best", "outlook", "stopAdvisedAt",
    "events", "notes", "observationCount",
  ]
  private static let findingKeys: Set<String> = [
    "symptom", "severity", "state", "side", "firstStep", "firedAtStep", "lastStep", "confidence",
    "basis", "summary", "evidence", "clearedBy", "remedies",
  ]

  private static var logs: [String] {
    let shared = root.deletingLastPathComponent().appending(path: "shared/runs").path
    let files = FileManager.default.enumerator(atPath: shared)?.compactMap { $0 as? String } ?? []
    return files.filter { file in
      let name = file.split(separator: "/").last ?? ""
      return name == "log" || name.contains("tfevents") || name.hasSuffix(".log")
        || name.hasSuffix(".csv") || name.hasSuffix(".jsonl") || name == "loss_log.txt"
    }.sorted().map { shared + "/" + $0 }
  }

  @Test func reportsOnEveryLogOfTheCorpus() throws {
    let logs = Self.logs
    guard !logs.isEmpty else {
      print("DiagnoseCorpusTests: ../shared/runs is absent, nothing to read")
      return
    }
    let diagnoser = RunDiagnoser()
    var read = 0
    for log in logs {
      let reports: [RunReport]
      do { reports = try diagnoser.reports(log) } catch let error as LogError {
        // A format whose importer is missing is refused in one line that names the file.
        #expect(error.description.hasPrefix(log))
        continue
      }
      read += 1
      for report in reports { try check(report, log) }
    }
    #expect(read >= logs.count / 2, "\(read) of \(logs.count) logs were read")
  }

  private func check(_ report: RunReport, _ log: String) throws {
    let text = TerminalReport(report, ReportStyle(), whole: true).text
    #expect(text.contains(report.diagnosis.health.rawValue.uppercased()), "\(log)")
    let json = try JSONSerialization.jsonObject(with: Data(ReportJSON.text([report]).utf8))
    let object = try #require(json as? [String: Any], "\(log)")
    #expect(Self.keys.isSubset(of: object.keys), "\(log): \(Self.keys.subtracting(object.keys))")
    for finding in object["findings"] as? [[String: Any]] ?? [] {
      #expect(Self.findingKeys.isSubset(of: finding.keys), "\(log)")
    }
    let page = try HTMLReport([report], version: "0").text()
    #expect(page.hasSuffix("</html>\n"), "\(log)")
    #expect(page.utf8.count < 2 << 20, "\(log): \(page.utf8.count) bytes")
  }
}
