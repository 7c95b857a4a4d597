// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleHealth

@Suite struct BeginningTests {
  @Test func itIsTheMeanOfTheFirstThree() {
    var beginning = Beginning()
    #expect(beginning.mean == 0)
    for value in [3.0, 1, 2, 100, 1000] { beginning.add(value) }
    #expect(beginning.count == Beginning.length)
    #expect(beginning.mean == 2)
  }
}
