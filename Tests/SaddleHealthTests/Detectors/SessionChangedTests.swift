// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct SessionChangedTests {
  private func former(_ last: Double, isContinued: Bool = true) -> RunFact {
    var session = RunSession(firstStep: 0, lastStep: 1500, count: 150)
    session.metric = .metricFID
    session.best = Number(last)
    session.bestStep = 1500
    session.last = Number(last)
    session.isContinued = isContinued
    var fact = RunFact(.session, "a session begins")
    fact.session = session
    return fact
  }

  private func trace(_ fids: [Double], _ fact: RunFact) -> Trace {
    var trace = Trace("loss/d: 1.2x200 ~0.1; loss/g: 0.9x200 ~0.1")
    trace.observations[0].facts = [fact]
    for (index, fid) in fids.enumerated() { trace.observations[index * 10][.metricFID] = fid }
    return trace
  }

  private let worse = (0..<12).map { 190 - Double($0) }

  @Test func aResumedSessionFarFromTheFormerIsNamed() throws {
    let finding = try #require(trace(worse, former(56)).diagnosis().finding(.sessionChanged))
    #expect(finding.severity == .warning)
    #expect(finding.summary.contains("56"))
    #expect(finding.remedies.contains { $0.measure == .resumeWhole })
  }

  @Test func oneThatGoesOnWhereItStoodIsFine() {
    let diagnosis = trace(worse.map { $0 / 3.3 }, former(56)).diagnosis()
    #expect(diagnosis.findings.allSatisfy { $0.symptom != .sessionChanged })
  }

  @Test func aRunThatBeginsAnewIsAnotherExperiment() {
    let diagnosis = trace(worse, former(56, isContinued: false)).diagnosis()
    #expect(diagnosis.findings.allSatisfy { $0.symptom != .sessionChanged })
  }

  @Test func anotherFoldersRunAndItsOptionsAreTold() throws {
    var context = RunContext()
    context.earlierSession = former(56).session
    context.earlierSession?.name = "00000-a"
    context.earlierSession?.changes = ["batch_size from 64 to 16"]
    var trace = Trace("loss/d: 1.2x200 ~0.1; loss/g: 0.9x200 ~0.1")
    for (index, fid) in worse.enumerated() { trace.observations[index * 10][.metricFID] = fid }
    let finding = try #require(trace.diagnosis(context).finding(.sessionChanged))
    #expect(finding.summary.contains("00000-a"))
    #expect(finding.summary.contains("batch_size from 64 to 16"))
  }
}
