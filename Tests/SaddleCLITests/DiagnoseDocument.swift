// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleReport
import Testing

/// The tables of `Documentation/diagnosis-json.md`: what a JSON object must and may hold.
struct DiagnoseDocument {
  /// Keys of one object.
  struct Keys {
    var required: Set<String> = []
    var optional: Set<String> = []

    /// Records an issue where an object lacks a key or has one that is not documented.
    func check(_ object: [String: Any], _ place: String) {
      let found = Set(object.keys)
      #expect(required.isSubset(of: found), "\(place) lacks \(required.subtracting(found))")
      let unknown = found.subtracting(required).subtracting(optional)
      #expect(unknown.isEmpty, "\(place) has undocumented keys: \(unknown)")
    }
  }

  private var tables: [String: Keys] = [:]

  /// Reads the document.
  init() throws {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Documentation/diagnosis-json.md")
    var heading = ""
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("#") { heading = String(line.drop { $0 == "#" || $0 == " " }) }
      let cells = line.split(separator: "|").map(String.init)
      guard line.hasPrefix("| `"), cells.count >= 3 else { continue }
      let names = cells[0].split(separator: "`").map(String.init)
        .filter { $0.first?.isLetter == true }
      if cells[1].contains("optional") {
        tables[heading, default: Keys()].optional.formUnion(names)
      } else {
        tables[heading, default: Keys()].required.formUnion(names)
      }
    }
  }

  /// Checks a run's object and what is in it.
  func check(_ run: [String: Any], _ place: String) throws {
    try keys("A run").check(run, place)
    try keys("`objective`").check(#require(run["objective"] as? [String: Any]), place)
    for finding in try #require(run["findings"] as? [[String: Any]]) {
      try keys("`findings[]`").check(finding, "\(place), finding")
      for remedy in try #require(finding["remedies"] as? [[String: Any]]) {
        try keys("`remedies[]`").check(remedy, "\(place), remedy")
      }
    }
  }

  private func keys(_ heading: String) throws -> Keys {
    try #require(tables[heading], "no table under '\(heading)'")
  }
}

@Suite struct DiagnoseDocumentTests {
  @Test func describesEachKeyOfTheJSON() throws {
    let document = try DiagnoseDocument()
    for report in [
      ReportFixtures.healthy(), ReportFixtures.collapsed(), ReportFixtures.notANumber(),
    ] {
      try document.check(DiagnoseCorpusTests.object(report), report.name)
    }
  }
}
