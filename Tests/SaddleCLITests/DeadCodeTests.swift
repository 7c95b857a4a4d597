// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

/// What is declared and nobody makes is not there by accident; sources are read.
@Suite struct DeadCodeTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  /// The text of every Swift file, by its path below `Sources`.
  private static let files: [String: String] = {
    let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String }
    var result: [String: String] = [:]
    for name in names ?? [] where name.hasSuffix(".swift") {
      let file = sources.appendingPathComponent(name)
      result[name] = try? String(contentsOf: file, encoding: .utf8)
    }
    return result
  }()

  /// Whether code stands there as a whole word: `.r1` is not named by `.r1Interval`.
  private static func names(_ code: String, in text: String) throws -> Bool {
    let pattern = NSRegularExpression.escapedPattern(for: code) + #"\b"#
    let expression = try NSRegularExpression(pattern: pattern)
    return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }

  @Test func aLongerNameIsAnother() throws {
    #expect(try Self.names(".r1", in: "measure: .r1,"))
    #expect(try !Self.names(".r1", in: "settings.number(.r1Interval)"))
  }

  @Test func everyMeasureIsPrescribed() throws {
    let remedies = Self.files.filter { $0.key.contains("/Remedies/") }.values.joined()
    for measure in Measure.allCases {
      let isNamed = try Self.names(".\(measure.rawValue)", in: remedies)
      #expect(isNamed, "no remedy is \(measure.rawValue)")
    }
  }

  @Test func everyEventHappens() throws {
    let health = Self.files.filter { $0.key.hasPrefix("SaddleHealth/") }.values.joined()
    for kind in Diagnosis.Event.Kind.allCases {
      let isMade = try Self.names("kind: .\(kind.rawValue)", in: health)
      #expect(isMade, "no event is of kind \(kind.rawValue)")
    }
  }

  @Test func noFileIsEmpty() {
    #expect(Self.files.count > 500)
    for (name, text) in Self.files {
      let lines = text.split(separator: "\n").filter { !$0.hasPrefix("//") }
      #expect(!lines.isEmpty, "\(name) holds nothing")
    }
  }
}
