// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

/// Steps that take ever longer: a symptom that Saddle has never heard of, in this one file.
private struct SlowingDown: Detector {
  static let symptom = Symptom("slowingDown")

  static let info = DetectorInfo(
    guide: SymptomGuide(
      symptom,
      title: "a run that slows down",
      absence: "Steps take as long as ever.",
      log: [.stepSeconds],
      meaning: "Something is kept from step to step: a graph, a list of losses.",
      measurement: "The average of the last steps is above twice the first one.",
      caveat: "Another program on the machine looks the same.",
      gravity: .failure,
      causeClass: .environment,
      effects: .these([.stagnation]),
      causes: [.dataRange],
      remedies: [
        { request in
          Remedy(
            measure: .checkWiring,
            title: "Log numbers, not tensors",
            reason: "A tensor keeps the graph of its step.",
            evidence: "Memory grows with each step.",
            source: "this test",
            actionClass: .restart,
            changes: [],
            pytorch: ["loss.item()"]
          )
        }
      ]
    ),
    signals: [.stepSeconds],
    hold: .observations(8)
  )

  private var first: Double?

  mutating func observe(_ run: RunView) -> Verdict {
    let seconds = run.raw(.stepSeconds)
    guard seconds.count >= 16 else { return .insufficient(.tooYoung) }
    if first == nil { first = seconds.slow }
    guard let first, seconds.fast > 2 * first else { return .clear }
    return .present(.warning, confidence: 0.9)
  }

  func describe(_ run: RunView) -> Description {
    Description(
      "A step takes \(run.raw(.stepSeconds).fast) s.",
      side: .both,
      basis: .outputs,
      evidence: [],
      clearedBy: "Faster steps."
    )
  }
}

@Suite struct StrangersDetectorTests {
  private let catalog = DetectorCatalog.builtIn.adding(SlowingDown.self)

  private func diagnosis(_ trace: String, _ context: RunContext = RunContext()) -> Diagnosis {
    var monitor = HealthMonitor(context: context, catalog: catalog)
    for observation in Trace(trace).observations { _ = monitor.observe(observation) }
    return monitor.diagnosis()
  }

  @Test func itsSignalIsRememberedAndItsFindingReachesVerdictStoryAndAdvice() throws {
    let result = diagnosis("timing/step_seconds: 1x100 9x200")
    let finding = try #require(result.finding(SlowingDown.symptom))
    #expect(finding.state == .firing)
    #expect(result.health == .sick)
    #expect(result.story.contains("A step takes"))
    #expect(finding.remedies.map(\.title) == ["Log numbers, not tensors"])
  }

  @Test func itIsRuledOutInItsOwnWordsAndSaysWhatToLog() {
    let fine = diagnosis("timing/step_seconds: 1x300")
    #expect(fine.ruledOut.contains { $0.because == "Steps take as long as ever." })
    let silent = diagnosis("loss/d: 1.3x300 ~0.1; loss/g: 0.7x300 ~0.1")
    #expect(silent.notJudged.first { $0.symptom == SlowingDown.symptom }?.log == [.stepSeconds])
  }

  /// An effect of a built-in symptom, and the cause of another, without a line in their files.
  @Test func itHasItsPlaceAmongCauses() {
    var context = RunContext()
    context.outputMinimum = -1
    context.outputMaximum = 1
    let result = diagnosis(
      "timing/step_seconds: 1x100 9x200; data/min: 0x300; data/max: 255x300",
      context
    )
    #expect(result.causes.map(\.symptom) == [.dataRange])
    #expect(result.causes.first?.explains == [SlowingDown.symptom])
    #expect(result.causes.first?.story.contains("a run that slows down") == true)
  }

  @Test func itsGuideIsWhatExplainPrints() {
    let guide = catalog.guides[SlowingDown.symptom]
    #expect(guide.heading == "A run that slows down")
    #expect(guide.remedies.count == 1)
  }
}
