// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleHealth

@Suite struct DetectorCatalogTests {
  @Test func everySymptomHasADetectorAndAGuide() {
    let watched = Set(DetectorCatalog.builtIn.types.map { $0.info.symptom })
    let structural = Set(Symptom.allCases.filter(\.isStructural))
    #expect(watched.isDisjoint(with: structural))
    #expect(watched.union(structural) == Set(Symptom.allCases))
    for symptom in Symptom.allCases {
      #expect(!symptom.guide.meaning.isEmpty)
      #expect(!symptom.guide.measurement.isEmpty)
      let readsWords = DetectorCatalog.builtIn.types.contains {
        $0.info.symptom == symptom && $0.info.readsFacts
      }
      // What stands in the networks or the options can't be logged.
      let isWritten = symptom.isStructural || symptom == .settingOutOfRange
      if !readsWords { #expect(symptom.guide.log.isEmpty == isWritten) }
    }
  }

  @Test func everyFileOfTheFolderIsInTheCatalogAndHasTests() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let package = tests.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = package.appendingPathComponent("Sources/SaddleHealth/Detectors")
    // What several detectors share stands beside them.
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .map { $0.replacingOccurrences(of: ".swift", with: "") }
      .filter { name in
        let path = folder.appendingPathComponent(name + ".swift").path
        let source = try String(contentsOfFile: path, encoding: .utf8)
        return source.contains("struct \(name): Detector {")
      }
    let names = Set(DetectorCatalog.builtIn.types.map { "\($0)" })
    #expect(Set(files) == names)
    for name in names where name != "Oscillation" {
      let test = tests.appendingPathComponent("\(name)Tests.swift").path
      #expect(FileManager.default.fileExists(atPath: test), "\(name) has no tests")
    }
  }

  @Test func withoutSignalsNothingIsJudgedAndWhatToLogIsSaid() {
    let diagnosis = Trace("timing/step_seconds: 0.1x300").diagnosis()
    #expect(diagnosis.health == .unjudgeable)
    #expect(diagnosis.findings.isEmpty)
    let missing = diagnosis.notJudged.filter { !$0.log.isEmpty }
    let byNumbers = DetectorCatalog.builtIn.types.filter { !$0.info.readsFacts }
    #expect(missing.count == byNumbers.count - 1, "settings aren't logged")
  }

  @Test(arguments: Signal.allCases)
  func notANumberInAnySignalIsReportedAndTrapsNothing(_ signal: Signal) {
    for value in [Double.nan, .infinity, -.infinity] {
      var trace = Trace("loss/d: 1.3x120 ~0.1; loss/g: 0.7x120 ~0.1; diversity/real: 1x120")
      for index in 60..<120 { trace.observations[index][signal] = value }
      let diagnosis = trace.diagnosis()
      // A metric or a clock says nothing of the weights.
      let isBeside = signal.rawValue.hasPrefix("metrics/") || signal == .stepSeconds
      #expect(diagnosis.finding(.nonFinite)?.firstStep == (isBeside ? nil : 61))
    }
  }

  @Test func extremeNumbersTrapNothing() {
    for value in [1e308, -1e308, 5e-324, 0.0] {
      var trace = Trace("loss/d: 1.3x300 ~0.1; loss/g: 0.7x300 ~0.1")
      for index in 100..<300 {
        for signal in Signal.allCases { trace.observations[index][signal] = value }
      }
      #expect(trace.diagnosis().observationCount == 300)
    }
  }

  @Test func extremeStepsTrapNothing() {
    var trace = Trace("loss/d: 0.01x400 ~0.005; loss/g: 9x400 ~0.3; metrics/fid: 9x12 30x388 ~0.1")
    for index in trace.observations.indices {
      let isEven = index.isMultiple(of: 2)
      trace.observations[index].step = isEven ? .min + index : .max - 400 + index
    }
    let diagnosis = trace.diagnosis(.nonSaturating)
    #expect(diagnosis.observationCount == 400)
    #expect(!diagnosis.story.isEmpty)
  }

  @Test func emptyRunIsUnjudgeable() {
    let diagnosis = HealthMonitor().diagnosis()
    #expect(diagnosis.health == .unjudgeable)
    #expect(diagnosis.stopAdvisedAt == nil)
    #expect(diagnosis.outlook.worthGoingOn)
  }
}
