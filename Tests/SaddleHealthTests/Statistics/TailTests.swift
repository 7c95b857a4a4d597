// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleHealth

@Suite struct TailTests {
  @Test func theEndCounts() {
    var tail = Tail()
    for value in [9, 9, 9, 9, 9, 9, 1, .nan, 2, 3, 4, 1] { tail.add(value) }
    #expect(tail.median == 2.5)
  }

  @Test func ofALongRunTheLastEightCount() {
    var tail = Tail()
    for value in 1...1001 { tail.add(Double(value)) }
    #expect(tail.count == 1001)
    #expect(tail.median == 997.5)
  }

  @Test func threeValuesAreNoEnd() {
    var tail = Tail()
    for _ in 0..<3 { tail.add(1) }
    #expect(tail.median == nil)
  }
}
