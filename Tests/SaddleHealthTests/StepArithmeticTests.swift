// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

/// No step that a file gives can trap.
@Suite struct StepArithmeticTests {
  @Test(arguments: [
    (Int.min, Int.max), (Int.min, Int.min), (0, Int.min), (Int.max, 1), (-1, Int.min), (3, 5),
  ])
  func nothingOverflows(_ left: Int, _ right: Int) {
    #expect(Steps.sum(left, right).map(Steps.isPossible) ?? true)
    #expect(Steps.product(left, right).map(Steps.isPossible) ?? true)
    #expect(Steps.distance(left, right) == Steps.distance(right, left))
    #expect(Steps.isPossible(Steps.clamped(left)))
  }

  @Test func sumsAndDistancesAreExact() {
    #expect(Steps.sum(3, 5) == 8)
    #expect(Steps.product(-3, 5) == -15)
    #expect(Steps.distance(-3, 5) == 8)
    #expect(Steps.distance(.min, .max) == UInt.max)
    #expect(Steps.sum(Steps.limit, 1) == nil)
  }

  @Test func anObservationKeepsItsStepWithinTheLimit() {
    var observation = Observation(step: .min)
    #expect(observation.step == -Steps.limit)
    observation.step = .max
    #expect(observation.step == Steps.limit)
  }

  @Test func aMonitorLivesThroughExtremeSteps() {
    var monitor = HealthMonitor()
    for step in [0, Int.min, Int.max, 1, Int.max, Int.min, 2] {
      _ = monitor.observe(Observation(step: step, [.lossGenerator: 1, .metricFID: 10]))
    }
    #expect(monitor.diagnosis().observationCount == 7)
  }

  /// Source lines that add, subtract or multiply steps without `Steps` or `Double`.
  @Test func sourcesDoNoArithmeticOfTheirOwn() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources").standardized
    let unchecked = try Regex(
      #"\b(\w+\.)*(step|\w+Step|order)\s+(\+|-|\*|\+=|-=|\*=)\s+[\w(]|"#
        + #"[\w)]\s+(\+|-|\*)\s+(\w+\.)*(step|\w+Step|order)\b|"#
        + #"\babs\(\s*(\w+\.)*(step|\w+Step|order)\b"#
    )
    var found: [String] = []
    for folder in ["SaddleHealth", "SaddleRuns", "SaddleReport", "SaddleCLI"] {
      let root = sources.appendingPathComponent(folder)
      let names = try #require(FileManager.default.enumerator(atPath: root.path))
      for case let name as String in names where name.hasSuffix(".swift") {
        let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
          .enumerated()
        {
          let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
          guard code.contains(unchecked), !code.contains("Double("), !code.contains("\"") else {
            continue
          }
          found.append("\(folder)/\(name):\(number + 1): \(line)")
        }
      }
    }
    #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
  }
}
