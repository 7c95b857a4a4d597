// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct EnvironmentFailureTests {
  private let losses = "loss/d: 1.2x200 ~0.1; loss/g: 0.9x200 ~0.1"

  private func trace(_ facts: [RunFact], at index: Int = 199) -> Trace {
    var trace = Trace(losses)
    trace.observations[index].facts = facts
    return trace
  }

  private func exception(_ words: String) -> RunFact {
    var fact = RunFact(.exception, words, line: 12)
    fact.name = "OSError"
    return fact
  }

  @Test func anExceptionAtTheEndIsNamedAndIsNotTheGames() throws {
    let diagnosis = trace([exception("OSError: image file is truncated")]).diagnosis()
    let finding = try #require(diagnosis.finding(.environmentFailure))
    #expect(finding.severity == .warning)
    #expect(finding.summary.contains("image file is truncated"))
    #expect(finding.summary.contains("line 12"))
    #expect(finding.summary.contains("not the game"))
    #expect(diagnosis.ended?.way == .failed)
    #expect(diagnosis.story.contains("truncated"))
    #expect(diagnosis.outlook.reason.contains("truncated"))
  }

  @Test func memoryAndSignalsEndARunFromOutside() {
    for kind in [RunFact.Kind.outOfMemory, .killed] {
      let diagnosis = trace([RunFact(kind, "CUDA out of memory")]).diagnosis()
      #expect(diagnosis.ended?.way == .killed)
      #expect(diagnosis.finding(.environmentFailure) != nil)
    }
  }

  @Test func whoeverStopsARunHasNoFailure() {
    for (kind, way) in [
      (RunFact.Kind.interrupted, RunEnding.Way.stopped), (.finished, .finished),
      (.stoppedEarly, .stopped),
    ] {
      let diagnosis = trace([RunFact(kind, "the end")]).diagnosis()
      #expect(diagnosis.ended?.way == way)
      #expect(diagnosis.finding(.environmentFailure) == nil)
    }
  }

  @Test func anExceptionBehindWhichTrainingGoesOnIsResolved() throws {
    var caught = trace([exception("OSError: one bad file")], at: 50)
    caught.observations[150].facts = [RunFact(.wentOn, "the log goes on")]
    let diagnosis = caught.diagnosis()
    #expect(
      try #require(diagnosis.findings.first { $0.symptom == .environmentFailure }).state
        == .resolved
    )
    #expect(diagnosis.ended == nil)
  }

  @Test func whatIsWrittenOutOfOrderStaysTheEnd() {
    // A few lines of a buffer may follow a traceback.
    #expect(trace([exception("OSError: x")], at: 190).diagnosis().ended?.way == .failed)
  }

  @Test func theSharperWordStays() {
    let memory = RunFact(.outOfMemory, "CUDA out of memory")
    var launcher = RunFact(.exception, "ChildFailedError: train.py FAILED")
    launcher.name = "ChildFailedError"
    let diagnosis = trace([memory, launcher, RunFact(.killed, "Killed")]).diagnosis()
    #expect(diagnosis.ended?.words == "CUDA out of memory")
  }

  @Test func numbersAloneCantShowIt() {
    let diagnosis = Trace(losses).diagnosis()
    #expect(diagnosis.notJudged.contains { $0.symptom == .environmentFailure })
    var context = RunContext()
    context.readsWords = true
    #expect(
      Trace(losses).diagnosis(context).ruledOut.contains { $0.symptom == .environmentFailure }
    )
  }
}
