// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleRuns

@Suite struct JSONHistoryTests {
  /// A row with a list of words keeps nothing of it, and must not use up the limit of the run.
  @Test func whatIsForgottenNoLongerCounts() {
    var history = JSONHistory()
    Array("[\"a\", \"b\"]".utf8).withUnsafeBytes { bytes in
      var cursor = TextCursor(bytes)
      #expect(history.takeList(&cursor, Array("tags".utf8), mayBeCut: false))
    }
    #expect(history.isEmpty)
    #expect(history.numbers == 2)
    history.clear()
    #expect(history.numbers == 0)
  }
}
