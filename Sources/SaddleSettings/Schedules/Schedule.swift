// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// How a number of the configuration changes in the course of training.
///
/// Written as one line: `KEY KIND [to VALUE] [from STEP] [until STEP] [warmUp STEPS] [factor F]
/// [patience N] [smoothing F] [width F] [floor F] [ceiling F]`, such as `optimizer.*.learningRate cosine to 0 from 2000 until 10000 warmUp 100`;
/// `from` and `until` may be shares of the run, such as `50%`.
/// The value is the configured one until `from`, goes to `to` and stays there from `until` on; it is
/// a function of the step alone (plateau: and of what evaluations found; gap: and of the
/// discriminator's loss), so a resumed run goes on exactly.
///
/// ```swift
/// import SaddleSettings
///
/// let fall = try Schedule("optimizer.*.learningRate linear to 0 from 50%")
/// print(fall.value(from: 2e-4, step: 750, steps: 1000))
/// ```
public struct Schedule: Sendable, Equatable {
  /// How the value goes from its start to its end.
  public enum Kind: String, CaseIterable, Sendable {
    /// It stays; for warm-up alone.
    case constant
    /// In a straight line.
    case linear
    /// Along half a cosine.
    case cosine
    /// By an equal factor each step.
    case exponential
    /// By `factor` whenever the metric has not improved in `patience` evaluations.
    case plateau
    /// By how far the discriminator's loss is from its ideal (`GapRule`).
    case gap

    /// The words that take effect.
    var words: [String] {
      switch self {
      case .constant: ["warmUp"]
      case .linear, .cosine, .exponential: ["to", "from", "until", "warmUp"]
      case .plateau: ["to", "factor", "patience", "warmUp"]
      case .gap: ["smoothing", "width", "floor", "ceiling", "warmUp"]
      }
    }
  }

  /// A line that can't be read, and why.
  public struct Problem: Error, Equatable, Sendable {
    /// What is wrong and what is allowed.
    public let message: String
  }

  /// The key, with `*` for any one part.
  public let pattern: String
  /// How the value changes.
  public let kind: Kind
  /// The value from `until` on.
  public var end = 0.0
  /// When the change begins.
  public var from = Place.step(0)
  /// When it has ended; nil is the end of training.
  public var until: Place?
  /// Steps in which the value rises from 0 first.
  public var warmUp = 0
  /// What a plateau multiplies by.
  public var factor = 0.5
  /// Evaluations without improvement that a plateau waits for.
  public var patience = 3
  /// What `gap` does.
  public var gap = GapRule()

  /// Reads a line of the form above.
  ///
  /// - Throws: `Problem` that says what is wrong and what is allowed.
  public init(_ line: String) throws(Problem) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count >= 2, let kind = Kind(rawValue: words[1]) else {
      let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(
        message: "`\(ForeignText.quoted(line))`: expected a key, one of \(kinds), and "
          + "its numbers, such as `optimizer.*.learningRate linear to 0 until 10000`"
      )
    }
    pattern = words[0]
    self.kind = kind
    guard words.count % 2 == 0 else {
      throw Problem(message: "`\(words[words.count - 1])` at the end has no value")
    }
    for index in stride(from: 2, to: words.count, by: 2) {
      try set(words[index], to: words[index + 1])
      guard kind.words.contains(words[index]) else {
        let allowed = kind.words.joined(separator: ", ")
        throw Problem(
          message: "\(words[index]) has no effect on \(kind.rawValue); allowed: \(allowed)"
        )
      }
    }
    if case .step(let from) = from, case .step(let until) = until, until <= from {
      throw Problem(message: "until \(until) must come after from \(from)")
    }
    if case .share(let from) = from, case .share(let until) = until, until <= from {
      throw Problem(message: "until must come after from")
    }
  }

  private mutating func set(_ name: String, to text: String) throws(Problem) {
    if name == "from" || name == "until" {
      guard let place = Place(text) else {
        throw Problem(
          message: "\(name): expected a number of steps or a share such as 50%, found `\(text)`"
        )
      }
      if name == "from" { from = place } else { until = place }
      return
    }
    guard let value = Double(text), value.isFinite else {
      throw Problem(message: "\(name): expected a number, found `\(text)`")
    }
    func steps() throws(Problem) -> Int {
      guard let steps = Int(exactly: value), steps >= 0 else {
        throw Problem(message: "\(name): expected a count of steps, found `\(text)`")
      }
      return steps
    }
    switch name {
    case "to": end = value
    case "warmUp": warmUp = try steps()
    case "patience": patience = max(1, try steps())
    case "factor":
      guard value > 0, value < 1 else {
        throw Problem(message: "factor: \(text) is out of range; allowed: above 0, below 1")
      }
      factor = value
    default:
      guard let (path, limits) = Self.gapWords[name] else {
        throw Problem(
          message: "unknown word `\(name)`; allowed: to, from, until, warmUp, factor, patience, "
            + "smoothing, width, floor, ceiling"
        )
      }
      guard limits.contains(value) else {
        throw Problem(message: "\(name): \(text) is out of range; allowed: \(limits.description)")
      }
      gap[keyPath: path] = value
    }
  }

  private static var gapWords: [String: (WritableKeyPath<GapRule, Double>, Bounds)] {
    [
      "smoothing": (\.smoothing, .from(0, below: 1)), "width": (\.width, .above(0, to: 1)),
      "floor": (\.floor, .above(0, to: 1)), "ceiling": (\.ceiling, .between(1, 1000)),
    ]
  }

  /// Whether a key is meant.
  public func matches(_ key: String) -> Bool {
    KeyPattern(pattern).matches(key)
  }

  /// Returns the value for making a step.
  ///
  /// - Parameters:
  ///   - start: The configured value.
  ///   - step: The step, the first is 1.
  ///   - steps: Steps of the whole run.
  ///   - drops: How often a plateau has come to its end.
  ///   - factor: What `gap` multiplies by.
  public func value(
    from start: Double,
    step: Int,
    steps: Int,
    drops: Int = 0,
    gap factor: Double = 1
  ) -> Double {
    let (from, last) = (from.step(of: steps), until?.step(of: steps) ?? steps)
    let passed = step - 1 - from
    let share = passed < 0 ? 0 : last > from ? min(1, Double(passed) / Double(last - from)) : 1
    let value =
      switch kind {
      case .constant: start
      case .linear: share < 1 ? start + (end - start) * share : end
      case .cosine: end + (start - end) * (1 + Self.cosine(share)) / 2
      case .exponential: start * Self.power(end / start, share)
      case .plateau: max(end, start * Self.power(self.factor, Double(drops)))
      case .gap: start * factor
      }
    return warmUp > 0 ? value * min(1, Double(step) / Double(warmUp)) : value
  }
}
