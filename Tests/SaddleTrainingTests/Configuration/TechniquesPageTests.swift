// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTraining
import Testing

/// Documentation/techniques.md: its lines are keys, and every choice has one.
@Suite struct TechniquesPageTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Documentation/techniques.md")

  private let text: String

  init() throws { text = try String(contentsOf: Self.file, encoding: .utf8) }

  @Test func everyLineIsAKeyAndEveryChoiceHasOne() throws {
    let lines = text.matches(of: /\| `([A-Za-z0-9.]+): ([^`]+)` \|/)
    #expect(lines.count > 50)
    let keys = Set(Configuration.schema.keys.map(\.path))
    for line in lines { #expect(keys.contains(String(line.1)), "\(line.1)") }
    let names = UpdateOrder.allCases.map(\.rawValue) + TransformName.allCases.map(\.rawValue)
    for name in names { #expect(text.contains(name), "\(name)") }
  }

  /// What is known of objectives and architectures is a value: `SADDLE_UPDATE_SNAPSHOTS=1` writes their
  /// rows anew.
  @Test func rowsOfObjectivesAndArchitecturesAreTheirValues() throws {
    let objectives = LossCatalog.all.map { loss in
      "| `objective: \(loss.name.rawValue)` | \(loss.objective.formula) | \(loss.objective.source) |"
    }
    let architectures = ArchitectureCatalog.all.map { architecture in
      let uses = architecture.info.uses
      let side = uses.isDisjoint(with: [.generator, .translator]) ? "discriminator" : "generator"
      let name = architecture.info.name
      return "| `\(side).architecture: \(name.rawValue)` | \(name.summary) | |"
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (mark, rows) in [("objective: ", objectives), (".architecture: ", architectures)] {
      let old = lines.indices.filter { lines[$0].hasPrefix("| `") && lines[$0].contains(mark) }
      let first = try #require(old.first)
      try #require(old == Array(first..<first + old.count), "the rows stand together")
      lines.replaceSubrange(first..<first + old.count, with: rows)
    }
    let expected = lines.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["SADDLE_UPDATE_SNAPSHOTS"] == "1" {
      try Data(expected.utf8).write(to: Self.file, options: .atomic)
    }
    #expect(try String(contentsOf: Self.file, encoding: .utf8) == expected)
  }
}
