// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SaddleRuns

@Suite struct LongTitlesTests {
  private func name(_ key: String, _ titles: inout LongTitles) -> Int? {
    Array(key.utf8).withUnsafeBytes { titles.name($0) }
  }

  private func isValue(_ key: String, _ titles: inout LongTitles) -> Bool {
    Array(key.utf8).withUnsafeBytes { titles.isValue($0) }
  }

  @Test(arguments: [("tag", 0), ("Metric_Name", 7), ("metric name", 7), ("loss/d", nil)])
  func keysAreTakenByTheirWords(_ key: String, _ rank: Int?) {
    var titles = LongTitles()
    let first = name(key, &titles)
    let second = name(key, &titles)
    #expect(first == rank)
    #expect(second == rank)
  }

  /// What is no longer remembered is answered alike.
  @Test func everNewKeysChangeNoAnswer() {
    var titles = LongTitles()
    let others = (0..<1000).map { isValue("key\($0)", &titles) }
    let value = isValue("metric value", &titles)
    let variable = name("variable", &titles)
    #expect(!others.contains(true))
    #expect(value)
    #expect(variable == 3)
  }
}
