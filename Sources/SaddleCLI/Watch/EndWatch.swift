// SPDX-License-Identifier: Apache-2.0

/// When a watcher asks whether a run that is quiet has ended: after a grace, and then now and then.
struct EndWatch {
  /// Seconds between two looks at a quiet run: each reads its log once.
  static let pause = 30.0

  private var quietSince: Double?
  private var next = 0.0

  /// Takes in a look at the log.
  ///
  /// - Parameters:
  ///   - hasNews: Whether something new was read.
  ///   - grace: Seconds of quiet before the first question.
  ///   - now: The time, in seconds.
  /// - Returns: Whether to ask.
  mutating func isDue(hasNews: Bool, grace: Double, now: Double) -> Bool {
    guard !hasNews, let since = quietSince else {
      quietSince = now
      next = now + grace
      return false
    }
    guard now - since >= grace, now >= next else { return false }
    next = now + Self.pause
    return true
  }
}
