// SPDX-License-Identifier: Apache-2.0

import SaddleTesting
import Testing

@testable import SaddleHealth

@Suite struct LevelHistoryTests {
  private func history(_ values: [Double], noise: Double = 0) -> LevelHistory {
    var history = LevelHistory()
    var random = SeededNoise(seed: 7)
    for (index, value) in values.enumerated() {
      history.add(value * (1 + noise * random.next()), step: index)
    }
    return history
  }

  private func line(_ from: Double, _ to: Double, _ count: Int) -> [Double] {
    (0..<count).map { from + (to - from) * Double($0) / Double(count) }
  }

  @Test func aRiseThatStaysIsFound() throws {
    let values = line(1, 0.2, 60) + line(0.2, 0.2, 40) + line(0.2, 0.5, 30) + line(0.5, 0.5, 70)
    let rise = try #require(history(values, noise: 0.1).rise())
    #expect((2.2...2.8).contains(rise.factor))
    #expect((100...135).contains(rise.onset))
  }

  @Test func aRiseThatRecoversIsGone() {
    let values = line(1, 0.2, 100) + line(0.4, 0.2, 30) + line(0.2, 0.18, 70)
    #expect(history(values, noise: 0.1).rise() == nil)
  }

  @Test func aKnownRiseStaysUntilItsLevelIsBack() throws {
    let values = line(1, 1, 40) + line(4, 4, 12) + [1.1, 1] + line(4, 4, 4)
    #expect(history(values).rise() == nil)
    #expect(try #require(history(values).rise(isKnown: true)).factor > 3)
    let recovered = history(values + line(1, 1, 30), noise: 0.1).rise(isKnown: true)
    #expect(recovered.map { $0.factor < 1.2 } ?? true)
  }

  @Test func noiseAloneIsNone() {
    for length in stride(from: 16, to: 400, by: 7) {
      #expect(history(line(0.3, 0.3, length), noise: 0.6).rise() == nil)
    }
  }

  @Test func twentyRowsSuffice() throws {
    let values = line(1, 0.3, 6) + line(0.3, 0.3, 6) + line(0.6, 0.6, 8)
    #expect(try #require(history(values).rise()).factor > 1.5)
    #expect(history(Array(values.prefix(15))).rise() == nil)
  }

  @Test func growthByDecadesIsFound() throws {
    var values = line(6, 6.5, 120)
    for _ in 0..<40 { values.append((values.last ?? 1) * 1.15) }
    let growth = try #require(history(values, noise: 0.2).growth(beyond: 10))
    #expect(growth.factor > 10)
    #expect((110...140).contains(growth.onset))
  }

  @Test func aSteepBeginningIsNoGrowth() {
    for length in stride(from: 30, to: 300, by: 9) {
      let values = (0..<length).map { 6 * Double($0 + 1) / Double($0 + 11) }
      #expect(history(values, noise: 0.2).growth(beyond: 10) == nil)
    }
  }

  @Test func memoryDoesNotGrow() {
    let long = history(line(1, 2, 100_000))
    #expect(long.count <= LevelHistory.capacity)
  }
}
