// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleHealth

/// What advice and acceptance are compared with: remedies by chance, trials that are never judged.
@Suite struct AutopilotExperimentTests {
  private static func run(_ mode: AutopilotMode = .safe, seed: UInt64 = 1) -> PilotedRun {
    var run = PilotedRun(mode)
    run.pilot.rules.choice = .random
    run.pilot.rules.seed = seed
    return run
  }

  private static let cockpit = Cockpit(
    reach: { $0.hasPrefix("optimizer.") ? .safe : $0.hasPrefix("generator.") ? .restart : nil },
    value: { $0.hasSuffix(".learningRate") ? 0.01 : nil }
  )

  @Test func aDrawIsOneOfAllThatTheRunCanBeGiven() throws {
    var drawn: Set<String> = []
    for seed in 0..<60 {
      var run = Self.run(seed: UInt64(seed))
      run.values["optimizer.generator.learningRate"] = 0.01
      let begun = try #require(run.step(1000, [.firing()]).begun, "nothing was drawn")
      drawn.insert("\(begun.measure) \(begun.changes.map(\.text))")
    }
    let menu = Self.run().pilot.menu(at: 1000, Self.cockpit, but: [])
    #expect(menu.count > 3)
    // Of six, each is missed by 60 draws once in 9,000 seed sets; these seeds miss none.
    #expect(drawn.count == menu.count)
  }

  @Test(arguments: [3, 7, 20])
  func drawsAreEven(count: Int) {
    let draws = 20_000
    for isOfSeeds in [true, false] {
      var counts = [Int](repeating: 0, count: count)
      for index in 0..<draws {
        let (seed, number) = isOfSeeds ? (index, 1) : (5, index)
        counts[Autopilot.draw(UInt64(seed), number: number, below: count)] += 1
      }
      let mean = Double(draws) / Double(count)
      // Five deviations of a binomial count: chance alone exceeds them once in a million.
      let bound = 5 * (mean * (1 - 1 / Double(count))).squareRoot()
      for (place, found) in counts.enumerated() {
        #expect(abs(Double(found) - mean) < bound, "\(place): \(found) of \(mean)")
      }
    }
  }

  @Test func theMenuIsThatOfTheModeAndOfTheMeasuresThatAreAllowed() {
    let safe = Self.run(.safe).pilot.menu(at: 1000, Self.cockpit, but: [])
    let restart = Self.run(.restart).pilot.menu(at: 1000, Self.cockpit, but: [])
    #expect(safe.allSatisfy { $0.needs == .safe && !$0.changes.isEmpty })
    #expect(restart.contains { $0.needs == .restart })
    #expect(restart.filter { $0.needs == .safe } == safe)
    var limited = Self.run()
    limited.pilot.rules.measures = [.lowerMomentum]
    let menu = limited.pilot.menu(at: 1000, Self.cockpit, but: [])
    #expect(!menu.isEmpty && menu.allSatisfy { $0.remedy.measure == .lowerMomentum })
    #expect(Self.run(.advise).pilot.menu(at: 1000, Self.cockpit, but: []).isEmpty)
  }

  @Test func whatWasDrawnIsDrawnAgainFromTheSameState() throws {
    var run = Self.run()
    run.step(1000, [.firing()])
    run.measure(0.1)
    _ = run.pilot.broke(step: 1050, "a test")
    var other = run
    let data = try JSONEncoder().encode(run.pilot)
    other.pilot = try JSONDecoder().decode(Autopilot.self, from: data)
    let begun = try #require(run.step(1300, [.firing()]).begun, "the second try was not begun")
    #expect(other.step(1300, [.firing()]).begun == begun)
    #expect(begun.changes != run.orders[0].begun?.changes, "what failed was drawn again")
  }

  @Test func aTrialIsKeptAtItsEndWhateverCameOfIt() throws {
    var run = PilotedRun(.safe)
    run.pilot.rules.acceptance = .none
    run.measureAsBefore()
    run.step(1000, [.firing()])
    for _ in 1...3 { run.measure(0.01) }
    #expect(run.step(1150, [.firing(), .firing(.modeCollapse)]) == .goOn, "an alarm ended it")
    let kept = try #require(run.step(1200, [.firing()]).kept, "it was judged")
    #expect(kept.verdict == .keptUnjudged)
    #expect(kept.outcome?.after == 0.01, "what came of it is told all the same")
    #expect(run.values[PilotedRun.rate] == 0.005)
  }

  @Test func aNumberThatIsNotFiniteTakesBackWhatNothingJudges() throws {
    var run = PilotedRun(.safe)
    run.pilot.rules.acceptance = .none
    run.step(1000, [.firing()])
    let order = run.pilot.broke(step: 1050, "not finite")
    #expect(order.undone?.verdict == .undone)
  }

  @Test func rulesOfAnEarlierCheckpointAreTheUsualOnes() throws {
    let rules = AutopilotRules(.safe, steps: 1000)
    var object = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(rules)) as? [String: Any]
    )
    for key in ["choice", "acceptance", "seed", "countsOn"] {
      #expect(object.removeValue(forKey: key) != nil, "\(key)")
    }
    let data = try JSONSerialization.data(withJSONObject: object)
    #expect(try JSONDecoder().decode(AutopilotRules.self, from: data) == rules)
  }
}
