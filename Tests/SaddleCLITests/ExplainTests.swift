// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import Testing

@testable import SaddleCLI

@Suite struct ExplainTests {
  @Test func aRangeEndsNoSentence() {
    #expect(ExplainReport.firstSentence("From 0...255 to 1. More.") == "From 0...255 to 1.")
    #expect(ExplainReport.firstSentence("One only.") == "One only.")
  }

  @Test(arguments: Symptom.allCases)
  func explainsEverySymptomFromItsDeclaration(symptom: Symptom) throws {
    let text = ExplainReport(symptom, ReportStyle(width: 120)).text
    let flat = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    let guide = symptom.guide
    for part in [guide.heading, guide.meaning, guide.measurement, guide.caveat] {
      #expect(flat.contains(part.split(separator: " ").joined(separator: " ")))
    }
    if symptom.isStructural {
      #expect(flat.contains("Found before training"))
    } else {
      let info = try #require(ExplainReport.info(symptom), "no detector for \(symptom)")
      let readsAll = info.reads.count == Signal.allCases.count
      let first = info.reads.first?.rawValue ?? "what the log says in words"
      #expect(readsAll || flat.contains(first))
    }
    for remedy in guide.remedies { #expect(flat.contains(remedy.source.split(separator: " ")[0])) }
  }

  @Test func knowsASymptomByEachOfItsNames() {
    #expect(SymptomName.parse("mode-collapse") == .modeCollapse)
    #expect(SymptomName.parse("Mode collapse") == .modeCollapse)
    #expect(SymptomName.parse("a dominating discriminator") == .discriminatorDominates)
    #expect(SymptomName.parse("collaps") == nil)
    #expect(SymptomName.parse("") == nil)
  }

  @Test func suggestsWhatMayBeMeant() {
    #expect(SymptomName.unknown("modecolapse").contains("Did you mean modeCollapse?"))
    #expect(SymptomName.unknown("nan").contains("nonFinite"))
    #expect(SymptomName.unknown("qqqq").contains("'saddle explain' lists them all."))
  }

  @Test func listsEverySymptomOnce() {
    let text = ExplainReport.list(ReportStyle())
    for symptom in Symptom.allCases { #expect(text.contains("  \(symptom.rawValue)")) }
  }

  @Test func givesTheSameAsJSON() throws {
    let all = try JSONSerialization.jsonObject(with: Data(ExplainJSON.text(nil).utf8))
    #expect((all as? [[String: Any]])?.count == Symptom.allCases.count)
    let one = try JSONSerialization.jsonObject(with: Data(ExplainJSON.text(.oscillation).utf8))
    #expect((one as? [String: Any])?["symptom"] as? String == "oscillation")
  }

  @Test func refusesAnUnknownName() throws {
    let outcome = try Programs.saddle("explain", "colapse")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("Did you mean"))
    #expect(outcome.errors.contains("modeCollapse"))
  }
}
