// SPDX-License-Identifier: Apache-2.0

/// A limit, typed once: the rule, its evidence, what clears it and the guide's text are made from it.
///
/// An alarm fires beyond `fires` and is released beyond `clears`; in between it keeps its state.
public struct Threshold: Sendable, Equatable {
  /// Where the condition begins to hold.
  public let fires: Double
  /// Where it is gone; the same as `fires` or on its healthy side.
  public let clears: Double
  /// The unit of the numbers that are shown: "% of samples", "x ideal".
  public let unit: String
  /// Factor from the rule's numbers to those that are shown: 100 for percent.
  public let scale: Double
  /// Theory, publication or distribution that the limit is taken from.
  public let source: String
  /// Whether it fires above the limit, below it, or within it of `center`.
  public let relation: Evidence.Relation
  /// What distances are measured from where the relation is `within`.
  public let center: Double

  private init(
    _ relation: Evidence.Relation,
    _ fires: Double,
    _ clears: Double?,
    _ unit: String,
    _ scale: Double,
    _ source: String,
    center: Double = 0
  ) {
    self.center = center
    self.relation = relation
    self.fires = fires
    self.clears = clears ?? fires
    self.unit = unit
    self.scale = scale
    self.source = source
  }

  /// A limit that a value must not exceed.
  public static func above(
    _ fires: Double,
    clears: Double? = nil,
    unit: String = "",
    scale: Double = 1,
    source: String
  ) -> Threshold {
    Threshold(.above, fires, clears, unit, scale, source)
  }

  /// A limit that a value must not fall below.
  public static func below(
    _ fires: Double,
    clears: Double? = nil,
    unit: String = "",
    scale: Double = 1,
    source: String
  ) -> Threshold {
    Threshold(.below, fires, clears, unit, scale, source)
  }

  /// A distance from `center` within which the condition holds.
  public static func within(
    _ fires: Double,
    of center: Double,
    clears: Double? = nil,
    unit: String = "",
    scale: Double = 1,
    source: String
  ) -> Threshold {
    Threshold(.within, fires, clears, unit, scale, source, center: center)
  }

  /// Whether a value is beyond the limit; NaN never is.
  public func holds(_ value: Double) -> Bool {
    switch relation {
    case .above: value > fires
    case .below: value < fires
    case .within, .observed: (value - center).magnitude < fires
    }
  }

  /// Whether a value is clearly on the healthy side; NaN never is.
  public func isGone(_ value: Double) -> Bool {
    switch relation {
    case .above: value <= clears
    case .below: value >= clears
    case .within, .observed: (value - center).magnitude >= clears
    }
  }

  /// The number that speaks for a finding, beside this limit, in the unit that is shown.
  public func evidence(_ quantity: String, signal: Signal? = nil, _ value: Double) -> Evidence {
    Evidence(quantity, signal: signal, value * scale, relation, fires * scale, unit: unit)
  }

  /// Where it fires, in words: "above 98 % of samples", "within 0.05 of 1".
  public var words: String { "\(relation.rawValue) \(shown(fires))\(place("of"))" }

  /// Where it clears, in words: "below 95 % of samples", "more than 0.1 from 1".
  public var clearingWords: String {
    let sides: [Evidence.Relation: String] = [.above: "below", .below: "above"]
    return "\(sides[relation] ?? "more than") \(shown(clears))\(place("from"))"
  }

  /// What distances are measured from, behind a preposition; nothing where values themselves are.
  private func place(_ preposition: String) -> String {
    relation == .within ? " \(preposition) \(Self.number(center * scale))" : ""
  }

  /// Both limits in words: "above 98 % of samples, gone below 95 % of samples".
  public var course: String {
    fires == clears ? words : "\(words), gone \(clearingWords)"
  }

  /// The limit alone, as it is shown: "98 % of samples".
  public var number: String { shown(fires) }

  private func shown(_ value: Double) -> String {
    let number = Self.number(value * scale)
    return unit.isEmpty ? number : "\(number) \(unit)"
  }

  private static func number(_ value: Double) -> String {
    let text = value.text
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
