// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import Testing

@testable import SaddleCLI

/// Every log of ../shared/runs through every report: nothing crashes, the JSON is as documented.
///
/// Whether the diagnoses are right is the score's business, not this test's.
@Suite struct DiagnoseCorpusTests {
  @Test func reportsOnEveryLogOfTheCorpus() throws {
    let logs = CorpusLogs.all
    guard !logs.isEmpty else {
      print("DiagnoseCorpusTests: ../shared/runs is absent, nothing to read")
      return
    }
    let diagnoser = RunDiagnoser()
    let document = try DiagnoseDocument()
    var read = 0
    for log in logs {
      let reports: [RunReport]
      do { reports = try diagnoser.reports(log) } catch let error as LogError {
        // A format whose importer is missing is refused in one line that names the file.
        #expect(error.description.hasPrefix(log))
        continue
      }
      read += 1
      for report in reports { try check(report, log, document) }
    }
    #expect(read >= logs.count / 2, "\(read) of \(logs.count) logs were read")
  }

  private func check(_ report: RunReport, _ log: String, _ document: DiagnoseDocument) throws {
    let text = TerminalReport(report, ReportStyle(), whole: true).text
    #expect(text.contains(report.diagnosis.health.rawValue.uppercased()), "\(log)")
    try document.check(Self.object(report), log)
    let page = try HTMLReport([report], version: "0").text()
    #expect(page.hasSuffix("</html>\n"), "\(log)")
    #expect(page.utf8.count < 2 << 20, "\(log): \(page.utf8.count) bytes")
  }

  /// A report's JSON as it is read back.
  static func object(_ report: RunReport) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(ReportJSON.text([report]).utf8))
    return try #require(json as? [String: Any])
  }
}
