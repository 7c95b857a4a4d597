// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleHealth

/// A loop of one's own under an autopilot: what it is told, and what is known of it.
@Suite struct SteeredLoopTests {
  private static let rates = [
    "optimizer.generator.learningRate", "optimizer.discriminator.learningRate",
  ]

  /// A loop whose discriminator has a rate; by default one of 0.
  private func loop(
    _ mode: AutopilotMode = .safe,
    steps: Int = 2000,
    rate: Double = 0
  ) -> SteeredLoop {
    SteeredLoop(
      AutopilotRules(mode, steps: steps, window: 50),
      context: RunContext(objective: .nonSaturating),
      controls: [Self.rates[0]: .init(1e-3), Self.rates[1]: .init(rate)]
    )
  }

  /// A step of a game that is as its rates let it be.
  private func seen(_ step: Int, _ loop: SteeredLoop) -> Observation {
    let isMoving = loop.value(Self.rates[1]) ?? 0 > 0
    let wave = 0.02 * Double(step % 7) - 0.06
    return Observation(
      step: step,
      [
        .lossDiscriminator: isMoving ? 1.38 + wave : 1.9 + 0.001 * wave,
        .lossGenerator: 0.7 - wave,
        .learningRateGenerator: loop.value(Self.rates[0]) ?? 0,
        .learningRateDiscriminator: loop.value(Self.rates[1]) ?? 0,
      ]
    )
  }

  /// Steps until an order that isn't to go on; nil where there is none.
  private func next(
    _ loop: inout SteeredLoop,
    from step: inout Int,
    to end: Int,
    measuring value: Double? = nil
  ) -> Autopilot.Order? {
    while step < end {
      step += 1
      if let value, step % 5 == 0 {
        loop.measured([value + 0.001 * Double(step % 3)], of: "mine", largerIsBetter: true)
      }
      let answer = loop.observe(seen(step, loop))
      if answer.order != .goOn { return answer.order }
    }
    return nil
  }

  @Test func aRateOfZeroIsMendedAndKept() throws {
    var loop = self.loop()
    var step = 0
    let begun = try #require(next(&loop, from: &step, to: 200)?.begun)
    #expect(begun.changes.map(\.key) == [Self.rates[1]] && begun.changes.map(\.old) == [0])
    #expect(begun.snapshot == step && loop.held == [step])
    #expect(loop.value(Self.rates[1]) == 1e-3)
    #expect(loop.monitor.context.discriminatorLearningRate == 1e-3)
    let kept = try #require(next(&loop, from: &step, to: 400)?.kept)
    #expect(kept.number == begun.number && kept.verdict == .keptUnjudged)
    #expect(loop.held.isEmpty && loop.value(Self.rates[1]) == 1e-3)
    #expect(next(&loop, from: &step, to: 2000) == nil, "nothing else is done to it")
  }

  @Test func whatHarmsIsUndoneAndTheCountGoesOn() throws {
    var loop = self.loop()
    var step = 0
    // What a young run measures of its samples is no measure of harm.
    loop.note(1e-3, of: Self.rates[1])
    #expect(next(&loop, from: &step, to: 300, measuring: 0.5) == nil)
    loop.note(0, of: Self.rates[1])
    let begun = try #require(next(&loop, from: &step, to: 600, measuring: 0.5)?.begun)
    let undone = try #require(next(&loop, from: &step, to: 900, measuring: 0.1)?.undone)
    #expect(undone.snapshot == begun.step && undone.cost == step - begun.step)
    #expect(loop.value(Self.rates[1]) == 0 && loop.held.isEmpty)
    #expect(loop.monitor.step == begun.step, "what watches it was put back, too")
    #expect(loop.pilot.restUntil == step + 100, "it rests from where the count is")
  }

  @Test func aLoopThatWasSavedDecidesTheSame() throws {
    for cut in [20, 60, 140] {
      var (loop, other) = (self.loop(), self.loop())
      for step in 1...300 {
        let answer = loop.observe(seen(step, loop))
        #expect(other.observe(seen(step, other)) == answer)
        guard step == cut else { continue }
        let data = try JSONEncoder().encode(other)
        other = try JSONDecoder().decode(SteeredLoop.self, from: data)
      }
      #expect(loop.pilot == other.pilot && loop.controls == other.controls)
    }
  }

  @Test func onlyGuardedLoopsKeepStepsAndOnlyAFew() {
    var guarded = self.loop(.guarded, steps: 5000, rate: 1e-3)
    var kept: [Int] = []
    for step in 1...2000 where guarded.observe(seen(step, guarded)).keeps { kept.append(step) }
    #expect(kept.count > 20 && guarded.held == kept.suffix(3))
    var (safe, step) = (self.loop(), 0)
    while step < 1000 {
      step += 1
      #expect(!safe.observe(seen(step, safe)).keeps)
    }
  }

  @Test func aNumberThatIsNotFiniteIsGoneBackFrom() throws {
    var loop = self.loop(.guarded, steps: 5000, rate: 1e-3)
    for step in 1...300 { _ = loop.observe(seen(step, loop)) }
    var broken = seen(301, loop)
    broken[.lossGenerator] = .nan
    let known = loop.held
    let begun = try #require(loop.observe(broken).order.begun)
    #expect(begun.rollBackTo.map(known.contains) == true && begun.symptom == .nonFinite)
    #expect(begun.because == "judged 100 steps later" && loop.pilot.trialEnd == 401)
    #expect(!begun.changes.isEmpty)
  }

  @Test func aLedgerSaysWhatIsInForce() throws {
    var (loop, step) = (self.loop(), 0)
    let begun = try #require(next(&loop, from: &step, to: 200)?.begun)
    var onTrial = self.loop()
    let undone = onTrial.resume([begun])
    #expect(undone.map(\.verdict) == [.undone] && undone[0].because.contains("ended"))
    #expect(onTrial.value(Self.rates[1]) == 0)
    let kept = try #require(next(&loop, from: &step, to: 400)?.kept)
    var later = self.loop()
    #expect(later.resume([kept]).isEmpty)
    #expect(later.value(Self.rates[1]) == 1e-3 && later.pilot.inForce.count == 1)
    #expect(later.pilot.interventions == [kept])
  }

  @Test func adviceNamesWhatIsNotOffered() throws {
    var loop = self.loop(.advise)
    var step = 0
    let advised = try #require(next(&loop, from: &step, to: 400)?.advised)
    #expect(advised.changes.map(\.key) == [Self.rates[1]])
    #expect(loop.value(Self.rates[1]) == 0)
  }
}
