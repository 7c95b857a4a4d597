// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// The search for the weight of a regularizer by paired short trials.
public struct SearchConfiguration: ConfigurationSection {
  /// The weight's key; nil searches none.
  public var key: String?
  /// What the configured weight is multiplied by: numbers, or fractions such as `1/4`.
  public var factors = ["1", "2", "4", "1/2", "1/4"]
  /// Steps before the first trial; 0 is a tenth of the run.
  public var after = 0
  /// Steps of a trial; 0 is a twentieth of the run, 50 at least.
  public var window = 0

  /// Creates the section with every key at its default.
  public init() {}

  /// Keys of `search`.
  public static let schema = Schema<Self>(
    "A weight is looked for by paired short trials from one checkpoint; the best one goes on.",
    [
      .text(
        "key",
        optional: \.key,
        "The weight of a regularizer, such as regularizers.r1.gamma; null searches none."
      ).known(as: "gammaSearch"),
      .texts(
        "factors",
        \.factors,
        "What the weight is multiplied by; 1 is always tried first (StyleGAN3's guide)."
      ),
      .integer(
        "after",
        \.after,
        .between(0, 1_000_000_000),
        "Steps before the first trial; 0 is a tenth of the run."
      ).unit("steps"),
      .integer(
        "window",
        \.window,
        .between(0, 1_000_000_000),
        "Steps of each trial, which are made again; 0 is a twentieth of the run, 50 at least."
      ).unit("steps"),
    ]
  )

  /// The rules in a run of so many steps; nil where nothing is searched.
  public func rules(steps: Int) -> WeightSearch.Rules? {
    key.map {
      WeightSearch.Rules(
        key: $0,
        factors: factors.compactMap(Self.factor),
        steps: steps,
        after: after > 0 ? after : nil,
        window: window > 0 ? window : nil
      )
    }
  }

  /// Reads `0.5` or `1/2`; nil where it is no factor above 0.
  static func factor(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      .map { Double($0.filter { $0 != " " }) }
    guard (1...2).contains(parts.count), let above = parts[0], let below = parts.last ?? nil
    else { return nil }
    let factor = parts.count == 1 ? above : above / below
    return factor.isFinite && factor > 0 ? factor : nil
  }
}
