// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

/// A limit is typed once, with unit and source: rule, evidence, words and guide are made from it.
@Suite struct DetectorLimitsTests {
  private static let number = #"-?\d+(?:\.\d+)?(?:e-?\d+)?"#

  static let files: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).filter { $0.hasSuffix(".swift") }.sorted()
  }()

  private static var folder: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/SaddleHealth/Detectors").path
  }

  @Test func thereAreSources() { #expect(Self.files.count > 40) }

  @Test func thereAreLimits() {
    let limits = SymptomGuides.builtIn.all.map(\.limits.count)
    #expect(limits.reduce(0, +) > 0)
  }

  @Test(arguments: files)
  func nothingIsComparedWithABareNumber(_ file: String) throws {
    for comparison in Self.bareComparisons(try read(file)) {
      Issue.record("\(file):\(comparison): name the limit, with its source")
    }
  }

  @Test(arguments: files)
  func noLimitIsTypedAgainInWords(_ file: String) throws {
    for again in Self.limitsTypedAgain(try read(file)) {
      Issue.record("\(file): \(again): make the words from the limit")
    }
  }

  /// The rules above see what they are for.
  @Test func theRulesSeeWhatTheyAreFor() {
    let bare = "    if ratio > 0.25, count >= 1 { return .clear }\n"
    #expect(Self.bareComparisons(bare) == ["1: if ratio > 0.25, count >= 1 { return .clear }"])
    #expect(Self.bareComparisons("  if Self.leap.holds(ratio) { } // > 0.25\n").isEmpty)
    let again = """
        static let leap = Threshold.above(
          0.25,
          source: "theory: 0.25"
        )
        measurement: "A rise of more than 25 % of the ideal.",
      """
    #expect(Self.limitsTypedAgain(again).count == 1)
    let once = again.replacing("25 % of the ideal", with: "\\(X.leap.number)")
    #expect(Self.limitsTypedAgain(once).isEmpty)
  }

  /// Every symptom that a threshold decides shows it: unit, number and where it is from.
  @Test(arguments: SymptomGuides.builtIn.all.map(\.symptom))
  func limitsHaveASource(_ symptom: Symptom) {
    for (quantity, limit) in symptom.guide.limits {
      #expect(!quantity.isEmpty && limit.source.count > 8, "\(symptom): \(quantity)")
      #expect(limit.course.contains { $0.isNumber })
    }
  }

  @Test(arguments: files)
  func aThresholdStandsInItsGuide(_ file: String) throws {
    let text = try read(file)
    guard text.contains("extension SymptomGuide"), text.contains("= Threshold.") else { return }
    #expect(text.contains("    limits: ["), "\(file)")
  }

  private func read(_ file: String) throws -> String {
    try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8)
  }

  private static func matches(_ pattern: String, _ text: String) -> [[String]] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    let whole = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: whole).map { match in
      (0..<match.numberOfRanges).map { index in
        Range(match.range(at: index), in: text).map { String(text[$0]) } ?? ""
      }
    }
  }

  /// Comparisons with a number that is neither 0 nor 1, as `line: code`.
  private static func bareComparisons(_ text: String) -> [String] {
    text.components(separatedBy: "\n").enumerated().compactMap { index, line in
      let code = line.components(separatedBy: "//")[0]
        .replacingOccurrences(of: #""[^"]*""#, with: "", options: .regularExpression)
      let found = matches(#"(?<![<>\-])[<>]=?\s+("# + number + ")", code).contains { match in
        ![0, 1].contains(Double(match[1]))
      }
      return found ? "\(index + 1): \(code.trimmingCharacters(in: .whitespaces))" : nil
    }
  }

  /// Numbers of limits that stand in words of a guide or a description, too.
  private static func limitsTypedAgain(_ text: String) -> [String] {
    let typed = [
      #"Threshold\.(?:above|below|within)\(\s*("# + number + ")", "clears: (\(number))",
      #"static let \w+(?:: \w+)? = ("# + number + ")",
    ].flatMap { matches($0, text).compactMap { Double($0[1]) } }
    var limits = Set(typed).subtracting([0, 1])
    // Shares stand in words as per cent.
    for limit in limits where limit > 0 && limit < 1 {
      limits.insert((limit * 1e8).rounded() / 1e6)
    }
    let fields = #"(measurement|clearedBy|absence):\s*((?:[^,"\n]*"(?:[^"\\]|\\.)*"[^,\n]*\n?)+)"#
    return matches(fields, text).flatMap { field in
      let words = matches(#""((?:[^"\\]|\\.)*)""#, field[2]).map { $0[1] }.joined()
        .replacingOccurrences(
          of: #"\\\((?:[^()]|\([^()]*\))*\)"#,
          with: "",
          options: .regularExpression
        )
        .replacingOccurrences(of: ",", with: "")
      return matches(#"(?<![\w.])"# + number, words).compactMap { match in
        Double(match[0]).flatMap { limits.contains($0) ? "\(match[0]) in \(field[1])" : nil }
      }
    }
  }
}
