// SPDX-License-Identifier: Apache-2.0

/// The course of the samples' diversity, in shares of that of real ones: a young generator rises, a
/// collapsing one falls from its own best.
public struct VarietyBook: Codable, Sendable, Equatable {
  /// Evaluations so far.
  public private(set) var count = 0
  /// The present level: an average with half a life of three evaluations.
  public private(set) var level = 0.0
  /// The level at the beginning.
  public private(set) var first = 0.0
  /// The highest level so far.
  public private(set) var highest = 0.0
  /// The step of the highest level.
  public private(set) var highestStep = 0
  /// Evaluations since the level last rose by a twentieth above all before.
  public private(set) var sinceGain = 0
  private var bar = 0.0

  /// A level that collapse falls to, against its own best and against the data.
  ///
  /// Fully covered mixtures
  /// lie at 0.9 to 1.1, those that lost three of eight modes at 0.7 (a ring of 8 Gaussians, five seeds).
  static let low = Threshold.below(
    0.7,
    clears: 0.8,
    unit: "% of that of real samples",
    scale: 100,
    source: "Measured on rings of 8 Gaussians, five seeds: 5 of 8 modes leave 70 %"
  )
  /// Evaluations before anything is said.
  static let fewest = 8

  mutating func add(_ value: Double, step: Int) {
    guard value.isFinite else { return }
    level = count == 0 ? value : level + 0.25 * (value - level)
    if count == 0 { first = value }
    count += 1
    sinceGain += 1
    if level > highest {
      highest = level
      highestStep = step
    }
    if level > bar * 1.05 {
      bar = level
      sinceGain = 0
    }
  }

  /// Whether the level still rises: the last gain is recent in evaluations and as a share of them.
  public var isRising: Bool {
    level > 0.9 * highest && sinceGain < Swift.max(16, count / 3)
  }

  /// Whether the level has fallen from its own best.
  public var hasFallen: Bool { level < Self.low.fires * highest }

  /// Whether samples are alike and it is no longer youth: the level is low, and it has fallen or has
  /// stopped rising.
  public var isLow: Bool {
    count >= Self.fewest && Self.low.holds(level) && (hasFallen || !isRising)
  }
}
