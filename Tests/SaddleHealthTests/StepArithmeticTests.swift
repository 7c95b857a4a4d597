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
    let (sum, overflows) = left.addingReportingOverflow(right)
    #expect(Steps.sum(left, right) == (overflows || !Steps.isPossible(sum) ? nil : sum))
    let (product, isTooMuch) = left.multipliedReportingOverflow(by: right)
    #expect(Steps.product(left, right) == (isTooMuch || !Steps.isPossible(product) ? nil : product))
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

  @Test func aSkippedStepAtTheEndOfTheNumbersTrapsNothing() {
    for steps in [[Int.min, Int.max], [Int.max, Int.min], [0, Int.min]] {
      var monitor = HealthMonitor()
      for step in steps {
        var observation = Observation(step: step, [.lossGenerator: 1, .lossDiscriminator: 1])
        var fact = RunFact(.skippedStep, "Gradient overflow. Skipping step")
        fact.value = 0x1p-12
        observation.facts = [fact]
        _ = monitor.observe(observation)
      }
      let finding = monitor.diagnosis().findings.first { $0.symptom == .stepsSkipped }
      #expect(finding?.severity == .critical)
    }
  }

  private static let unchecked = [
    #"\b(\w+\.)*(step|\w+Step|order)\s+(\+|-|\*|\+=|-=|\*=)\s+[\w(]|"#,
    #"[\w)]\s+(\+|-|\*)\s+(\w+\.)*(step|\w+Step|order)\b|"#,
    #"\babs\(\s*(\w+\.)*(step|\w+Step|order)\b|"#,
    // A difference whose overflow nobody asks for wraps in silence.
    #"ReportingOverflow\([^)]*\)\.partialValue"#,
  ].joined()

  /// Whether a line does arithmetic on steps without `Steps` or `Double`.
  private static func isUnchecked(_ line: some StringProtocol) throws -> Bool {
    let parts = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)
    let code = String(parts.first ?? "")
    return try code.contains(Regex(unchecked)) && !code.contains("Double(") && !code.contains("\"")
  }

  @Test func uncheckedArithmeticIsSeen() throws {
    for line in [
      "let quiet = run.step - last", "total += 1; step += 2", "return abs(step)", "a * firstStep",
      "let gap = run.step.subtractingReportingOverflow(last).partialValue",
    ] {
      #expect(try Self.isUnchecked(line), "\(line)")
    }
    for line in ["let gap = Double(step) - Double(last)", "// step - last", "step = next"] {
      #expect(try !Self.isUnchecked(line), "\(line)")
    }
  }

  /// Source lines that add, subtract or multiply steps without `Steps` or `Double`.
  @Test(arguments: [
    ("SaddleHealth", 100), ("SaddleRuns", 80), ("SaddleReport", 10), ("SaddleCLI", 20),
  ])
  func sourcesDoNoArithmeticOfTheirOwn(_ folder: String, _ fewest: Int) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/\(folder)").standardized
    let names = try #require(FileManager.default.enumerator(atPath: root.path))
    var read = 0
    for case let name as String in names where name.hasSuffix(".swift") {
      read += 1
      let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() {
        #expect(try !Self.isUnchecked(line), "\(folder)/\(name):\(number + 1): \(line)")
      }
    }
    #expect(read >= fewest, "\(read) files in \(root.path)")
  }
}
