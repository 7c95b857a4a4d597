// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth
import SaddleTerminal
import SaddleText

/// What the progress line of a training run says, as wide as there is room.
///
/// What matters most stays where room is scarce: how far, how long, the health and why. The bar takes
/// what is left.
public struct StepLine: Sendable {
  /// The step.
  public var step: Int
  /// Steps of the run.
  public var steps: Int
  /// Steps a second.
  public var rate: Double
  /// What was observed.
  public var observation: Observation
  /// The health in one word.
  public var health: Health
  /// What is wrong, in a few words; nil where nothing is.
  public var reason: String?
  /// Share of the machine that other programs take, 0...1; nil where it isn't known.
  public var others: Double?

  /// Share of the machine from which on others are said to take it: a core of four.
  public static let busyShare = 0.25
  /// Columns of the bar, its ends included.
  static let bar = 8...42

  /// Creates a line.
  public init(
    step: Int,
    steps: Int,
    rate: Double,
    observation: Observation,
    health: Health,
    reason: String? = nil,
    others: Double? = nil
  ) {
    self.step = step
    self.steps = steps
    self.rate = rate
    self.observation = observation
    self.health = health
    self.reason = reason
    self.others = others
  }

  /// Returns the line.
  ///
  /// - Parameters:
  ///   - width: Columns there are; nil is a line of a file, which has no bar and is not cut.
  ///   - paint: Colors the word of the health.
  public func text(width: Int? = nil, paint: (String) -> String = { $0 }) -> String {
    let share = min(1, max(0, Double(step) / Double(max(1, steps))))
    let percent = "\(Int(share * 100)) %"
    let word = reason.map { "\(health.rawValue): \($0)" } ?? health.rawValue
    let must = ["\(step)/\(steps)", "\(rest) left", speed]
    let wanted = [losses, accuracy, busy].compactMap { $0 }
    func columns(_ parts: [String]) -> Int {
      ([percent] + parts + [word]).reduce(-2) { $0 + TextLayout.width($1) + 2 }
    }
    var shown = wanted
    if let width { while columns(must + shown) > width, !shown.isEmpty { shown.removeLast() } }
    var parts = [percent]
    if let width {
      let room = width - columns(must + shown) - 2
      if room >= Self.bar.lowerBound {
        parts.append(Self.bar(share, min(room, Self.bar.upperBound)))
      }
    }
    return (parts + must + shown + [paint(word)]).joined(separator: "  ")
  }

  private var rest: String { NumberText.duration(Double(steps - step) / max(rate, 1e-9)) }

  private var speed: String { String(format: rate < 10 ? "%.1f it/s" : "%.0f it/s", rate) }

  private var losses: String {
    "D \(NumberText.running(observation[.lossDiscriminator]))  G \(NumberText.running(observation[.lossGenerator]))"
  }

  private var accuracy: String? {
    observation[.accuracy].map { String(format: "acc %.0f%%", $0 * 100) }
  }

  private var busy: String? {
    guard let others, others > Self.busyShare else { return nil }
    return "machine busy (others \(Int(others * 100)) %)"
  }

  private static func bar(_ share: Double, _ width: Int) -> String {
    let inside = width - 2
    let done = Int(share * Double(inside))
    return "|" + String(repeating: "=", count: done) + String(repeating: " ", count: inside - done)
      + "|"
  }
}
