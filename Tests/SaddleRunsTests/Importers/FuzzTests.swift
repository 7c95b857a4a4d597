// SPDX-License-Identifier: Apache-2.0

import SaddleRunsSamples
import SaddleText
import Testing

/// A bounded share of what `make fuzz` does for longer.
@Suite struct FuzzTests {
  @Test(arguments: [1, 2])
  func brokenFilesNeverBreakAParser(_ seed: UInt64) throws {
    var fuzzer = ParserFuzzer(seed: seed)
    for _ in 0..<60 { try fuzzer.round() }
    #expect(fuzzer.count == 60 * fuzzer.seeds.count)
  }

  @Test(arguments: FuzzTarget.all.map(\.format))
  func brokenInputsBreakNoPromise(_ format: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.format == format })
    var random = SplitMix64(seed: 7)
    for _ in 0..<300 { try target.read(target.input(using: &random)) }
  }
}
