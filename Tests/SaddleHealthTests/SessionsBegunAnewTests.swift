// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleHealth

/// Two sessions in one log: what the first one ended with is not the second one's.
@Suite struct SessionsBegunAnewTests {
  static let healthy =
    "diversity/fake: 0.9x120 ~0.05; diversity/real: 1x120 ~0.05; "
    + "loss/d: 1.3x120 ~0.1; loss/g: 0.8x120 ~0.1"
  static let exploded = "loss/d: 1.3x60 ~0.1 5000x60; loss/g: 0.8x60 ~0.1 9000x60"
  static let broken = "loss/d: 1.3x60 ~0.1 nanx60; loss/g: 0.8x60 ~0.1 nanx60"

  /// The second log behind the first, in a session that is begun anew or goes on.
  private func joined(_ first: String, _ second: String, isContinued: Bool = false) -> Trace {
    let former = Trace(first).observations
    var latter = Trace(second).observations
    var session = RunSession(
      firstStep: 1,
      lastStep: former.last?.step ?? 1,
      count: former.count
    )
    session.isContinued = isContinued
    var fact = RunFact(.session, "a session begins")
    fact.session = session
    latter[0].facts = [fact]
    return Trace(former + latter)
  }

  @Test(arguments: [(exploded, Symptom.divergence), (broken, Symptom.nonFinite)])
  func aHealthySessionBehindAFailedOneIsHealthy(_ first: String, _ symptom: Symptom) throws {
    let diagnosis = joined(first, Self.healthy).diagnosis()
    #expect(diagnosis.health == .healthy, "\(diagnosis.healthReasons)")
    #expect(diagnosis.finding(symptom)?.state == .resolved)
    #expect(diagnosis.stopAdvisedAt == nil)
    #expect(diagnosis.outlook.worthGoingOn)
  }

  @Test(arguments: [(exploded, Symptom.divergence), (broken, Symptom.nonFinite)])
  func aFailedSessionBehindAHealthyOneIsDead(_ second: String, _ symptom: Symptom) {
    let diagnosis = joined(Self.healthy, second).diagnosis()
    #expect(diagnosis.health == .dead)
    #expect(diagnosis.finding(symptom)?.state == .firing)
  }

  @Test func aSessionThatGoesOnKeepsWhatBroke() {
    let diagnosis = joined(Self.exploded, Self.healthy, isContinued: true).diagnosis()
    #expect(diagnosis.health == .dead)
  }

  /// The monitor's state of a checkpoint knows which sessions it has seen.
  @Test func aStoredMonitorGoesOnAlike() throws {
    let trace = joined(Self.exploded, Self.healthy)
    var whole = HealthMonitor()
    var cut = HealthMonitor()
    for (index, observation) in trace.observations.enumerated() {
      _ = whole.observe(observation)
      _ = cut.observe(observation)
      if index == 121 {
        cut = try JSONDecoder().decode(HealthMonitor.self, from: JSONEncoder().encode(cut))
      }
    }
    #expect(cut.diagnosis() == whole.diagnosis())
  }
}
