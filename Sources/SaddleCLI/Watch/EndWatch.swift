// SPDX-License-Identifier: Apache-2.0

/// When a watcher asks whether a run that is quiet has ended: after a grace, and then now and then.
struct EndWatch {
  /// Seconds from the first look at a quiet run to the second; each reads its log once, so the pause
  /// doubles up to `longest`.
  static let pause = 30.0
  static let longest = 480.0

  private var quietSince: Double?
  private var next = 0.0
  private var pause = EndWatch.pause

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
      pause = Self.pause
      return false
    }
    guard now - since >= grace, now >= next else { return false }
    next = now + pause
    pause = min(2 * pause, Self.longest)
    return true
  }
}
