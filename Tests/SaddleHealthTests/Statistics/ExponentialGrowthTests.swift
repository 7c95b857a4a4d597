// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleHealth

@Suite struct ExponentialGrowthTests {
  private func growth(_ levels: [Double]) -> (at: Int, growth: ExponentialGrowth.Growth)? {
    var watch = ExponentialGrowth()
    for (index, level) in levels.enumerated() {
      if let found = watch.add(log(level), step: index * 10) { return (index, found) }
    }
    return nil
  }

  @Test(arguments: [1.005, 1.02, 1.1])
  func anExponentialIsSeenWithinADecade(_ rate: Double) throws {
    let levels = (0..<2000).map { 3 * pow(rate, Double(max(0, $0 - 500))) }
    let found = try #require(growth(levels))
    #expect(levels[found.at] < 30)
    #expect(found.growth.factor > 5 && found.growth.factor < 10)
    #expect(found.growth.onset >= 4600)
    #expect(found.growth.before >= found.growth.values)
  }

  /// What grows by a fifth and more a value is seen before it has passed a decade, too.
  @Test(arguments: [1.2, 1.3, 1.5, 1.58])
  func aSwiftExponentialIsSeenWithinADecade(_ rate: Double) throws {
    let levels = (0..<600).map { 3 * pow(rate, Double(max(0, $0 - 500))) }
    let found = try #require(growth(levels))
    #expect(levels[found.at] < 30)
    #expect(found.growth.values <= 12)
  }

  @Test(arguments: [1, 2, 2.5])
  func powersAreNone(_ power: Double) {
    #expect(growth((0..<4000).map { pow(1 + Double($0) / 50, power) }) == nil)
  }

  @Test func noiseIsNone() {
    var noise = SeededNoise(seed: 1)
    #expect(growth((0..<20_000).map { _ in exp(2 * noise.next()) }) == nil)
  }

  @Test func whatWasThereBeforeIsNone() {
    let spike = Array(repeating: 20.0, count: 64)
    let calm = Array(repeating: 1.0, count: 256)
    let levels = spike + calm + (0..<40).map { pow(1.08, Double($0)) }
    #expect(growth(levels) == nil)
  }
}
