// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleHealth

@Suite struct StandstillTests {
  private func standstill(_ values: [Double]) -> Standstill {
    var state = Standstill()
    for (index, value) in values.enumerated() { state.add(value, step: 10 * index) }
    return state
  }

  @Test(arguments: [(0.125, 3), (2.0, 0), (0.693147, 6), (1e-9, 9), (0.1 + 0.2, 1), (1e300, 0)])
  func decimalsAreThoseOfTheText(value: Double, decimals: Int) {
    #expect(Standstill.decimals(of: value) == decimals)
  }

  @Test func equalRowsAreCountedFromTheirFirst() {
    let state = standstill([2.05, 1.97, 2, 2, 2, 2])
    #expect(state.rows == 4)
    #expect(state.since == 20)
    #expect(state.decimals == 2)
    #expect(state.longestBefore == 1)
  }

  @Test func whatIsNotFiniteEndsIt() {
    let state = standstill([1, 1, 1, .nan, 1])
    #expect(state.rows == 1)
    #expect(state.longestBefore == 3)
  }

  @Test func sixDigitsOfAnEquilibriumNeedTheFewestRows() {
    #expect(Standstill.rowsNeeded(value: 0.693147, decimals: 6) == 12)
    #expect(Standstill.rowsNeeded(value: 2, decimals: 4) == 12)
  }

  /// Half a digit is 1.44 deviations of the calmest loss: 85 % of rows stay by rounding alone.
  @Test func threeDigitsNeedMoreRows() throws {
    let rows = try #require(Standstill.rowsNeeded(value: 0.693, decimals: 3))
    #expect((80...95).contains(rows))
  }

  @Test func twoDigitsCantTell() {
    #expect(Standstill.rowsNeeded(value: 0.69, decimals: 2) == nil)
    #expect(Standstill.rowsNeeded(value: 0.25, decimals: 3) == nil)
  }

  @Test func aConstantFromTheStartBorrowsTheDigitsOfOthers() {
    let state = standstill(Array(repeating: 2, count: 30))
    #expect(state.rowsNeeded() == nil)
    #expect(state.rowsNeeded(decimals: 4) == 12)
  }

  @Test func aLoggerThatRepeatsValuesNeedsFourTimesAsMany() {
    let repeated = (0..<6).flatMap { Array(repeating: 0.1234 + Double($0), count: 5) }
    #expect(standstill(repeated).rowsNeeded() == 20)
  }
}
