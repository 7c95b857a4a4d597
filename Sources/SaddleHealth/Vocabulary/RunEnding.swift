// SPDX-License-Identifier: Apache-2.0

/// How a run came to its end, and who says so.
public struct RunEnding: Codable, Sendable, Equatable {
  /// The ways to end.
  public enum Way: String, CaseIterable, Codable, Sendable {
    /// It did what it was meant to do.
    case finished
    /// Somebody, or a rule of the program, stopped it in good order.
    case stopped
    /// An exception ended it.
    case failed
    /// The system ended it: a signal, memory, a scheduler.
    case killed
    /// Nothing was written for long: it ended without a word, or it hangs.
    case silent
  }

  /// How it ended.
  public var way: Way
  /// What is said of it: the exception, the signal, the words.
  public var words: String
  /// Where that stands: "line 120", "run.json", "the log's last entry".
  public var source: String
  /// The step at which it ended, where it is known.
  public var step: Int?

  /// Creates an ending.
  public init(_ way: Way, _ words: String, source: String, step: Int? = nil) {
    self.way = way
    self.words = words
    self.source = source
    self.step = step
  }

  /// The ending that a fact tells of, or nil where it tells of none.
  public init?(_ fact: RunFact) {
    let way: Way
    switch fact.kind {
    case .exception: way = .failed
    case .outOfMemory, .killed: way = .killed
    case .interrupted, .stoppedEarly: way = .stopped
    case .finished: way = .finished
    case .skippedStep, .nonFinite, .reloaded, .resumed, .session, .wentOn, .warning: return nil
    }
    self.init(way, fact.words, source: fact.place, step: fact.step)
  }

  /// The ending in one sentence.
  public var sentence: String {
    let place = step.map { " at step \($0)" } ?? ""
    let quote = words.hasSuffix(".") ? String(words.dropLast()) : words
    switch way {
    case .finished: return "It came to its end\(place) (\(quote); \(source))."
    case .stopped: return "It was stopped\(place) (\(quote); \(source))."
    case .failed: return "It ended\(place) with an error: \(quote) (\(source))."
    case .killed: return "It was ended from outside\(place): \(quote) (\(source))."
    case .silent: return "\(quote) (\(source))."
    }
  }
}
