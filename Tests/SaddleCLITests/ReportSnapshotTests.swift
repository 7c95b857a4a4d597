// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleReport
import SaddleTerminal
import Testing

@testable import SaddleCLI

/// Reports as users see them: a change shows in review as a change of `Snapshots/*.txt`.
///
/// `SADDLE_UPDATE_SNAPSHOTS=1 swift test --filter ReportSnapshotTests` writes them anew.
@Suite struct ReportSnapshotTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("Snapshots")

  private func check(_ text: String, _ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["SADDLE_UPDATE_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: file)
    }
    let stored = try String(contentsOf: file, encoding: .utf8)
    #expect(text == stored, "\(name) differs from its snapshot")
  }

  @Test func healthyRun() throws {
    try check(TerminalReport(ReportFixtures.healthy(), ReportStyle()).text, "healthy.txt")
  }

  @Test func collapsedRun() throws {
    try check(TerminalReport(ReportFixtures.collapsed(), ReportStyle()).text, "collapsed.txt")
  }

  @Test func collapsedRunInFullAndInAscii() throws {
    let style = ReportStyle(width: 100, isPlain: true)
    let text = TerminalReport(ReportFixtures.collapsed(), style, whole: true).text
    #expect(text.utf8.count == text.unicodeScalars.count)
    try check(text, "collapsed-full-plain.txt")
  }

  @Test func runThatEndedInNotANumber() throws {
    try check(TerminalReport(ReportFixtures.notANumber(), ReportStyle()).text, "nan.txt")
  }

  @Test func runsSideBySide() throws {
    let reports = [
      ReportFixtures.healthy(), ReportFixtures.collapsed(), ReportFixtures.notANumber(),
    ]
    try check(Comparison(reports, ReportStyle()).text, "comparison.txt")
  }

  @Test func json() throws {
    try check(ReportJSON.text([ReportFixtures.collapsed()]) + "\n", "collapsed.json")
  }

  @Test func linesFitTheTerminalAndCarryNoForeignEscapes() {
    for report in [
      ReportFixtures.healthy(), ReportFixtures.collapsed(), ReportFixtures.notANumber(),
    ] {
      for width in [60, 80, 120] {
        let text = TerminalReport(report, ReportStyle(width: width), whole: true).text
        #expect(!text.contains("\u{1B}"))
        // Code is never broken: it is there to be copied.
        let lines = text.split(separator: "\n").filter { !$0.contains("optimizer") }
        #expect(lines.allSatisfy { TextLayout.width(String($0)) <= width })
      }
    }
  }

  @Test func colorsAreTheOnlyEscapes() {
    let style = ReportStyle(hasColor: true)
    let text = TerminalReport(ReportFixtures.collapsed(), style).text
    let bare = text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    #expect(text != bare)
    #expect(!bare.contains("\u{1B}"))
    #expect(bare == TerminalReport(ReportFixtures.collapsed(), ReportStyle()).text)
  }
}
