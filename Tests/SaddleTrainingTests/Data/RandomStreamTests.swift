// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct RandomStreamTests {
  // Random123 1.14, `tests/kat_vectors`, lines "philox4x32 10".
  @Test(
    arguments: [
      (
        [0, 0, 0, 0], [0, 0],
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
      ),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt64], [UInt64], [UInt32])]
  )
  func givesThePublishedBlocks(counter: [UInt64], key: [UInt64], expected: [UInt32]) {
    let block = RandomStream.block(
      counter: (counter[0] | counter[1] << 32, counter[2] | counter[3] << 32),
      key: key[0] | key[1] << 32
    )
    #expect([block.0, block.1, block.2, block.3] == expected)
  }

  @Test func anyPlaceIsReachedAtOnce() {
    var walked = RandomStream(seed: 7, stream: 3)
    let values = (0..<11).map { _ in walked.next() }
    var jumped = RandomStream(seed: 7, stream: 3, taken: 9)
    #expect(jumped.next() == values[9])
    #expect(jumped.next() == values[10])
    #expect(jumped == walked)
  }

  @Test func aStoredStreamGoesOnExactly() throws {
    var stream = RandomStream(seed: .max, stream: 5)
    _ = stream.normalPair()
    let stored = try JSONEncoder().encode(stream)
    var restored = try JSONDecoder().decode(RandomStream.self, from: stored)
    #expect(restored.next() == stream.next())
  }

  @Test func aPermutationHoldsEveryNumberOnce() {
    var stream = RandomStream(seed: 1)
    for count in [0, 1, 2, 100] {
      #expect(stream.permutation(of: count).sorted() == Array(0..<count))
    }
  }

  @Test func everyPermutationOfThreeIsAboutEquallyLikely() {
    var counts: [[Int]: Int] = [:]
    for seed in 0..<6_000 {
      var stream = RandomStream(seed: UInt64(seed))
      counts[stream.permutation(of: 3), default: 0] += 1
    }
    // 1,000 expected for each of 6; the standard deviation is 28.9, so 150 is more than 5 of them.
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 150 })
  }

  /// A set that is sorted by class would otherwise give images of its first class only.
  @Test func aSeedChoosesAFewOfManyInOrder() {
    let chosen = RandomStream.choice(of: 100, from: 10_000, seed: 1)
    #expect(chosen.count == 100 && Set(chosen).count == 100)
    #expect(chosen == chosen.sorted())
    #expect(chosen == RandomStream.choice(of: 100, from: 10_000, seed: 1))
    #expect(chosen != RandomStream.choice(of: 100, from: 10_000, seed: 2))
    // The mean of 100 of 0 ..< 10,000 has a standard error of 287.
    #expect(abs(Double(chosen.reduce(0, +)) / 100 - 5000) < 1200)
    #expect(RandomStream.choice(of: 5, from: 3, seed: 1) == [0, 1, 2])
    #expect(RandomStream.choice(of: .max, from: 0, seed: 1).isEmpty)
  }

  @Test func normalsHaveTheRightMoments() {
    var stream = RandomStream(seed: 2)
    let values = (0..<20_000).flatMap { _ in
      let (x, y) = stream.normalPair()
      return [x, y]
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + $1 * $1 } / count
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
    // Standard errors of 40,000 draws: mean 0.005, variance 0.0071, fourth moment 0.049.
    #expect(abs(mean) < 0.025)
    #expect(abs(variance - 1) < 0.036)
    #expect(abs(fourth - 3) < 0.25)
  }
}
