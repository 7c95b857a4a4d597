// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleHealth

/// The search for a weight by itself: what it orders, and what it chooses.
@Suite struct WeightSearchTests {
  private static let key = "regularizers.r1.gamma"

  private static func search(_ factors: [Double] = [1, 2, 4, 0.5, 0.25]) -> WeightSearch {
    WeightSearch(
      WeightSearch.Rules(key: key, factors: factors, steps: 1000, after: 100, window: 40)
    )
  }

  /// A run whose trials give scripted values.
  private struct Run {
    var search: WeightSearch
    var lines: [Intervention] = []
    var weights: [Double] = []
    var measuredAt: [Int] = []
    var step = 100

    init(_ search: WeightSearch, weight: Double = 10, after: Int = 0, best: Int? = nil) {
      self.search = search
      lines.append(self.search.begin(step: 100, weight: weight, after: after, best: best))
    }

    /// Makes a trial of each weight with these values.
    mutating func tries(_ values: [[Double?]], largerIsBetter: Bool = true) {
      for trial in values {
        weights.append(weight)
        var left = trial
        while true {
          let order = search.order(step: step)
          if order == .turn { break }
          if case .measure(let number) = order {
            #expect(number == trial.count - left.count)
            measuredAt.append(step - 100)
            search.measured(left.removeFirst(), of: "coverage", largerIsBetter: largerIsBetter)
          } else {
            step += 1
          }
        }
        lines += search.turn(step: step)
        step = 100
      }
    }

    private var weight: Double {
      guard case .number(let number)? = search.change?.value else { return 0 }
      return number
    }
  }

  private static func flat(_ value: Double) -> [Double?] {
    [value - 0.02, value - 0.01, value, value + 0.01, value + 0.02]
  }

  @Test func itBeginsAfterItsStepsAndWhereATrialFits() {
    let search = Self.search()
    #expect(search.order(step: 99) == .goOn)
    #expect(search.order(step: 100) == .start)
    #expect(search.order(step: 960) == .start)
    #expect(search.order(step: 961) == .goOn)
    #expect(!search.isTrying && search.change == nil)
  }

  @Test func theDefaultsAreATenthAndATwentiethAndTheGuidesFactors() {
    let rules = WeightSearch.Rules(key: Self.key, steps: 10_000)
    #expect(rules.after == 1000 && rules.window == 500)
    #expect(rules.factors == [1, 2, 4, 0.5, 0.25])
    #expect(WeightSearch.Rules(key: Self.key, factors: [0.5], steps: 100).factors == [1, 0.5])
    #expect(WeightSearch.Rules(key: Self.key, steps: 100).window == 50)
  }

  /// In the second half of each trial, last at its end.
  @Test func everyWeightIsTriedAndMeasuredAtTheSameSteps() {
    var run = Run(Self.search())
    run.tries([0.3, 0.3, 0.3, 0.3, 0.3].map(Self.flat))
    #expect(run.weights == [0, 20, 40, 5, 2.5])
    #expect(run.measuredAt == Array(repeating: [20, 25, 30, 35, 40], count: 5).flatMap { $0 })
    #expect(run.search.order(step: 500) == .goOn)
  }

  @Test func theBestBeyondTheBandGoesOn() throws {
    var run = Run(Self.search(), after: 3, best: 80)
    #expect(run.search.pinned == [80, 100])
    run.tries([0.3, 0.35, 0.5, 0.29, 0.1].map(Self.flat))
    let last = try #require(run.search.chosen)
    #expect(last.verdict == .kept)
    #expect(last.changes.map(\.text) == ["regularizers.r1.gamma from 10 to 40"])
    #expect(last.undo == "saddle autopilot undo RUN 9" && last.snapshot == 100)
    #expect(last.because == "the best of 5 trials: coverage 0.5, better than 0.284 to 0.316")
    #expect(run.search.change?.value == .number(40))
    #expect(run.search.pinned == [100])
    #expect(run.search.interventionCount == 6)
    #expect(
      run.lines.map(\.number) == [4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9],
      "each trial before it begins and with its verdict, and the choice"
    )
    #expect(run.lines.filter { $0.verdict == .undone }.map(\.cost) == [40, 40, 40, 40, 40])
    #expect(run.lines.last == last)
    let story = "at 100 in search of a weight: regularizers.r1.gamma from 10 to 40: kept"
    #expect(last.story.hasPrefix(story))
  }

  @Test(arguments: [
    [0.3, 0.31, 0.31, 0.3, 0.29],  // within the band
    [0.3, 0.3, 0.3, 0.3, 0.3],  // ties
    [0.3, 0.1, 0.1, 0.2, 0.2],  // worse
  ])
  func inDoubtTheConfiguredWeightStays(_ values: [Double]) throws {
    var run = Run(Self.search())
    run.tries(values.map(Self.flat))
    let last = try #require(run.search.chosen)
    #expect(last.verdict == .kept && last.changes.isEmpty && last.undo == nil)
    #expect(last.because == "no other weight came out beyond its band")
    #expect(run.search.change == nil && run.search.pinned.isEmpty)
  }

  @Test func ofEqualsTheNearestGoesOnAndSmallerMayBeBetter() {
    var run = Run(Self.search([4, 2, 0.5, 0.25]))
    run.tries([9, 3, 3, 3, 3].map(Self.flat), largerIsBetter: false)
    #expect(run.search.change?.value == .number(20))
  }

  @Test func aWeightThatBreaksIsOut() throws {
    var run = Run(Self.search([2, 4]))
    run.tries([Self.flat(0.3)])
    run.search.fails("loss is NaN at step 105")
    #expect(run.search.order(step: 105) == .turn)
    let lines = run.search.turn(step: 105)
    let ended = try #require(lines.first)
    #expect(ended.verdict == .undone && ended.cost == 5)
    #expect(ended.because == "it broke: loss is NaN at step 105")
    run.tries([Self.flat(0.5)])
    #expect(run.search.change?.value == .number(40))
  }

  @Test func whereTheConfiguredWeightBreaksAnyOtherThatDoesNotIsBetter() {
    var run = Run(Self.search([2, 4]))
    run.search.fails("loss is NaN at step 105")
    _ = run.search.turn(step: 105)
    run.tries([[nil, nil, nil, nil, nil], Self.flat(0.1)])
    #expect(run.search.change?.value == .number(40))
  }

  @Test func withoutMeasuresNothingChanges() throws {
    var run = Run(Self.search())
    run.tries([[nil, 0.1, nil, 0.1, nil]] + [0.9, 0.9, 0.9, 0.9].map(Self.flat))
    #expect(try #require(run.search.chosen).because == "nothing measured the samples often enough")
    #expect(run.search.change == nil)
  }

  @Test func itGoesOnWhereItWas() throws {
    var run = Run(Self.search())
    run.tries([0.3, 0.35].map(Self.flat))
    run.search.measured(nil, of: "coverage", largerIsBetter: true)
    let data = try JSONEncoder().encode(run.search)
    let again = try JSONDecoder().decode(WeightSearch.self, from: data)
    #expect(again == run.search)
    #expect(again.order(step: 125) == .measure(1))
    #expect(again.order(step: 124) == .goOn)
  }

  @Test func whatWasChosenIsTakenBackByHand() throws {
    var run = Run(Self.search([2]))
    run.tries([0.3, 0.5].map(Self.flat))
    let chosen = try #require(run.search.chosen)
    let nothing = run.search.takeBack(run.lines[0])
    let back = run.search.takeBack(chosen)
    let taken = try #require(back)
    #expect(nothing == nil)
    #expect(taken.verdict == .undone && taken.changes == chosen.changes)
    #expect(run.search.change == nil && !run.search.isTrying)
    let again = run.search.takeBack(chosen)
    #expect(again == nil)
  }

  /// Numbers go on where the search has left them; its change is replaced where it stands.
  @Test func theAutopilotCountsItsInterventions() {
    var pilot = Autopilot(AutopilotRules(.off, steps: 100))
    let first = ConfigurationChange(key: "a", value: .number(1))
    let second = ConfigurationChange(key: "a", value: .number(2))
    pilot.replace(nil, by: first)
    pilot.count(others: 2)
    #expect(pilot.ledgerCount == 2 && pilot.inForce == [first] && !pilot.isFresh)
    pilot.replace(first, by: second)
    #expect(pilot.inForce == [second])
    pilot.replace(second, by: nil)
    pilot.count(others: 0)
    #expect(pilot.isFresh)
  }
}
