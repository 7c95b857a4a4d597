// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTesting
import Testing

@Suite struct FeatureMatchingExplosionTests {
  private func trace(_ levels: [Double]) -> Trace {
    var noise = SeededNoise(seed: 3)
    return Trace(
      levels.enumerated().map { index, level in
        Observation(
          step: 200 * index,
          [
            .lossGeneratorFeatureMatching: level * (1 + 0.1 * noise.next()),
            .lossDiscriminator: 3.5,
          ]
        )
      }
    )
  }

  @Test func exponentialGrowthIsFoundWithinItsFirstDecades() throws {
    var levels = Array(repeating: 6.0, count: 120)
    for _ in 0..<60 { levels.append((levels.last ?? 6) * 1.15) }
    let finding = try #require(trace(levels).diagnosis().finding(.featureMatchingExplosion))
    #expect(finding.severity == .critical)
    #expect(finding.firedAtStep < 200 * 150)
  }

  /// A level that stays where it leapt to is no new usual one; back on the old one it is over.
  @Test(arguments: [(14_000.0, true), (7.0, false)])
  func aLeapIsOverWhenTheOldLevelIsBack(_ end: Double, _ isFiring: Bool) throws {
    let leap = Array(repeating: 6.0, count: 64) + Array(repeating: 14_000, count: 40)
    let levels = leap + Array(repeating: end, count: 160)
    let finding = try #require(trace(levels).diagnosis().finding(.featureMatchingExplosion))
    #expect((finding.state == .firing) == isFiring)
  }

  @Test func aTermThatSettlesIsNone() {
    let levels = (0..<200).map { 0.3 + 7 * Double($0) / Double($0 + 20) }
    #expect(trace(levels).diagnosis().finding(.featureMatchingExplosion) == nil)
  }

  @Test func oneSpikeIsNone() {
    var levels = Array(repeating: 6.0, count: 120)
    levels[100] = 5000
    #expect(trace(levels).diagnosis().finding(.featureMatchingExplosion) == nil)
  }
}
