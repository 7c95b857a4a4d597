// SPDX-License-Identifier: Apache-2.0

/// The values that published recipes have for a setting.
///
/// What lies outside by a factor of `far` is said to be wrong; what lies outside by less is
/// doubtful: a cause where something else is wrong as well, and not worth a word otherwise.
struct UsualRange: Sendable, Equatable {
  /// A factor of ten: no published recipe of the same kind is that far outside of the others.
  static let far = 10.0

  /// The smallest published value.
  let lower: Double
  /// The largest published value.
  let upper: Double
  /// The value to take where nothing else is known.
  let typical: Double
  /// Where the ends were published.
  let source: String

  /// The factor by which a value lies outside, with its sign: above 1 it is too large, below 1 too
  /// small, and 1 is inside.
  func excess(_ value: Double) -> Double {
    if value > upper { return upper > 0 ? value / upper : .infinity }
    if value < lower { return lower > 0 ? Swift.max(0, value) / lower : 0 }
    return 1
  }

  /// How much a value counts: nil inside, doubtful outside, far beyond a factor of `far`.
  func weight(_ value: Double) -> SettingIssue.Weight? {
    let excess = excess(value)
    if excess == 1 { return nil }
    return excess >= Self.far || excess <= 1 / Self.far ? .far : .doubtful
  }

  /// The range in words: "0.00001 to 0.0025".
  var text: String { "\(SettingText.number(lower)) to \(SettingText.number(upper))" }
}
