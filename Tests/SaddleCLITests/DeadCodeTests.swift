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

  @Test func everyMeasureIsPrescribed() {
    let remedies = Self.files.filter { $0.key.contains("/Remedies/") }.values.joined()
    for measure in Measure.allCases {
      #expect(remedies.contains(".\(measure.rawValue)"), "no remedy is \(measure.rawValue)")
    }
  }

  @Test func everyEventHappens() {
    let health = Self.files.filter { $0.key.hasPrefix("SaddleHealth/") }.values.joined()
    for kind in Diagnosis.Event.Kind.allCases {
      #expect(health.contains("kind: .\(kind.rawValue)"), "no event is of kind \(kind.rawValue)")
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
