// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleCLI

@Suite struct EndWatchTests {
  @Test func itAsksAfterTheGraceAndThenNowAndThen() {
    var end = EndWatch()
    func asks(_ now: Double, news: Bool = false) -> Bool {
      end.isDue(hasNews: news, grace: 10, now: now)
    }
    #expect([0.0, 5, 9].allSatisfy { !asks($0) })
    #expect(asks(10) && !asks(11) && asks(40) && !asks(99) && asks(100))
    #expect(!asks(101, news: true) && !asks(110) && asks(111) && asks(141))
  }

  /// Whatever tells that a run is over ends the watching of it, without a finding with status 0.
  @Test(arguments: [
    ("Training finished.", "finished"),
    ("Traceback (most recent call last):\n  File \"t.py\", line 1\nValueError: x", "failed"),
    ("RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB", "killed"),
    ("Killed", "killed"),
  ])
  func lastWordsEndTheWatching(_ words: String, _ way: String) throws {
    let folder = try TemporaryFolder()
    let rows = (1...60).map { "step \($0) loss_d: 1.3\($0) loss_g: 0.7\($0)\n" }.joined()
    try folder.write(rows + words + "\n", to: "train.log")
    let found = try shell("timeout 60 \"$SADDLE\" watch train.log --grace 1", in: folder)
    #expect(found.status == 0, "\(found.status) \(found.errors)")
    #expect(found.errors.contains("The run has ended (\(way))"), "\(found.errors)")
  }

  @Test func aRunThatSaysNothingOfItsEndIsWatchedOn() throws {
    let folder = try TemporaryFolder()
    let rows = (1...60).map { "step \($0) loss_d: 1.3\($0) loss_g: 0.7\($0)\n" }.joined()
    try folder.write(rows, to: "train.log")
    let found = try shell("timeout 4 \"$SADDLE\" watch train.log --grace 1", in: folder)
    #expect(found.status == 124)
  }

  private func shell(_ command: String, in folder: TemporaryFolder) throws -> Outcome {
    try Programs.run(
      URL(fileURLWithPath: "/bin/sh"),
      ["-c", command],
      in: folder.url,
      environment: ["SADDLE": Programs.folder.appendingPathComponent("saddle").path]
    )
  }
}
