// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleHealth

@Suite struct ObjectiveTests {
  @Test(arguments: [
    ("WGAN-GP", Objective.wasserstein), ("non-saturating", .nonSaturating), ("BCE", .nonSaturating),
    ("least_squares", .leastSquares), ("R3GAN", .relativisticPaired), ("minimax", .saturating),
    ("least_square", .leastSquares), ("RaHinge", .relativisticAverageHinge),
  ])
  func knowsTheNamesOfPapersAndTools(_ name: String, _ objective: Objective) {
    #expect(Objective.named(name) == objective)
  }

  @Test func aNameOfSeveralIsNoneOfThem() {
    #expect(Objective.named("vanilla") == nil)
    #expect(Objective.meaning(of: "Vanilla") == .ambiguous([.nonSaturating, .saturating]))
    #expect(Objective.meaning(of: "cubism") == .unknown)
  }

  @Test func twoAreEqualWhereTheirNamesAre() {
    #expect(Objective("hinge") == .hinge)
    #expect(Set([Objective("hinge"), .hinge]).count == 1)
    #expect(Objective("cubism") == Objective("cubism", formula: "D: x"))
    for objective in Objective.all where objective != .hinge {
      #expect(objective != Objective("hinge"))
    }
  }

  @Test func noNameIsTwoObjectives() {
    let names = Objective.all.flatMap { [$0.id] + $0.aliases }
      .map { $0.lowercased().filter { !" -_".contains($0) } }
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: Objective.ambiguousNames.keys))
  }

  @Test func inJSONItIsItsName() throws {
    for objective in Objective.all {
      let data = try JSONEncoder().encode([objective])
      #expect(String(decoding: data, as: UTF8.self) == "[\"\(objective.id)\"]")
      let read = try JSONDecoder().decode([Objective].self, from: data)
      #expect(read.first?.idealDiscriminatorLoss == objective.idealDiscriminatorLoss)
    }
    let strange = try JSONDecoder().decode([Objective].self, from: Data(#"["cubism"]"#.utf8))
    #expect(strange == [Objective("cubism")])
    #expect(strange[0].idealDiscriminatorLoss == nil)
  }

  /// Where the generator covers everything, an optimal discriminator is at its ideal.
  @Test func coverageEndsAtTheIdealAndRises() {
    for objective in Objective.all {
      guard let ratio = objective.lossRatioOfCoverage else { continue }
      #expect((ratio(1) - 1).magnitude < 1e-9)
      #expect(ratio(0.25) < ratio(0.5) && ratio(0.5) < ratio(0.75))
    }
  }

  /// `SADDLE_UPDATE_SNAPSHOTS=1` writes the table of the PyTorch hook anew.
  @Test func theTableOfThePyTorchHookIsThisOne() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = package.appendingPathComponent("python/saddle_monitor/_objectives.py")
    let expected = Self.pythonTable()
    if ProcessInfo.processInfo.environment["SADDLE_UPDATE_SNAPSHOTS"] == "1" {
      try Data(expected.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == expected)
  }

  private static func pythonTable() -> String {
    func tuple(_ words: [String]) -> String {
      words.isEmpty ? "()" : "(" + words.map { "\"\($0)\"," }.joined(separator: " ") + ")"
    }
    var text = """
      # SPDX-License-Identifier: Apache-2.0
      \"""Written by ObjectiveTests.swift from Objective.all: don't edit.\"""

      OBJECTIVES = {

      """
    for objective in Objective.all {
      text += "    \"\(objective.id)\": \(tuple(objective.aliases)),\n"
    }
    text += "}\n\nAMBIGUOUS = {\n"
    for (name, several) in Objective.ambiguousNames.sorted(by: { $0.key < $1.key }) {
      text += "    \"\(name)\": \(tuple(several.map(\.id))),\n"
    }
    return text + "}\n"
  }
}
