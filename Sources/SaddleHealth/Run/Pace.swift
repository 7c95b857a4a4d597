// SPDX-License-Identifier: Apache-2.0

/// How fast a log grows, from the times of its observations: a run that has been silent for far longer
/// than it ever was has ended without a word, or hangs.
public struct Pace: Codable, Sendable, Equatable {
  /// Pauses that must be known before a silence means anything.
  static let fewest = 8
  /// Silence over the longest pause so far.
  ///
  /// - Source: an evaluation or a checkpoint may take ten times as long as it did while a machine is busy.
  static let patience = 10.0
  /// Seconds below which nothing is called silence: a laptop that sleeps, a network drive.
  static let least = 600.0

  /// Pauses so far.
  private var count = 0
  private var last: Double?
  private var longest = 0.0

  /// Creates one that has seen nothing.
  public init() {}

  /// Takes in the time of an observation, in seconds; one that goes back is another clock.
  public mutating func take(_ time: Double?) {
    guard let time, time.isFinite else { return }
    if let last, time > last {
      count += 1
      longest = max(longest, time - last)
    }
    last = time
  }

  /// The end of a run that has been silent for long, or nil.
  ///
  /// - Parameters:
  ///   - now: The time, on the clock of the observations.
  ///   - step: The last step.
  public func silence(now: Double, step: Int?) -> RunEnding? {
    guard let last, count >= Self.fewest else { return nil }
    let quiet = now - last
    guard quiet > max(Self.least, Self.patience * longest) else { return nil }
    return RunEnding(
      .silent,
      "Nothing was written for \(Self.words(quiet)), where the longest pause before was "
        + Self.words(longest),
      source: "the times of the log",
      step: step
    )
  }

  private static func words(_ seconds: Double) -> String {
    for (unit, length) in [("days", 86_400.0), ("hours", 3600), ("minutes", 60)]
    where seconds >= 2 * length {
      return "\((seconds / length).rounded(.down).text) \(unit)"
    }
    return "\(seconds.text) s"
  }
}
