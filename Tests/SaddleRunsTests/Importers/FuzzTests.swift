// SPDX-License-Identifier: Apache-2.0

import SaddleRunsSamples
import Testing

/// A bounded share of what `make fuzz` does for longer.
@Suite struct FuzzTests {
  @Test(arguments: [1, 2])
  func brokenFilesNeverBreakAParser(_ seed: UInt64) throws {
    var fuzzer = ParserFuzzer(seed: seed)
    for _ in 0..<60 { try fuzzer.round() }
    #expect(fuzzer.count == 60 * fuzzer.seeds.count)
  }
}
