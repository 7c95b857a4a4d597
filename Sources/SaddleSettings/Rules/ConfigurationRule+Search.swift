// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleText

extension ConfigurationRule {
  /// What the search for a weight needs.
  static let search: [ConfigurationRule] = [
    ConfigurationRule(.error, ["search.key"]) { configuration, _ in
      configuration.search.key.flatMap(Configuration.problemOfSearch)
    },
    ConfigurationRule(.error, ["search.key"] + Configuration.searchable) { configuration, _ in
      configuration.search.key.flatMap { configuration.idlenessOfSearch(of: $0) }
    },
    ConfigurationRule(.error, ["search.factors"]) { configuration, _ in
      let factors = configuration.search.factors
      if let wrong = factors.first(where: { SearchConfiguration.factor($0) == nil }) {
        return "\(ForeignText.quoted(wrong)) is no factor; expected numbers above 0 or fractions, "
          + "such as [2, 4, 1/2, 1/4]"
      }
      let others = Set(factors.compactMap(SearchConfiguration.factor)).subtracting([1])
      if others.isEmpty { return "there is nothing to compare: give a factor beside 1" }
      return others.count < factors.filter { SearchConfiguration.factor($0) != 1 }.count
        ? "a factor stands twice; each is tried once" : nil
    },
    ConfigurationRule(.error, ["search.window"]) { configuration, _ in
      guard 1..<8 ~= configuration.search.window else { return nil }
      return "window \(configuration.search.window) is too short: samples are measured five times "
        + "in the second half of a trial; allowed: 0 (a twentieth of the run), or 8 and more"
    },
    ConfigurationRule(.error, ["training.steps", "search.after", "search.window"]) {
      configuration,
      _ in
      let steps = configuration.training.steps
      guard let rules = configuration.search.rules(steps: steps), rules.window > steps - rules.after
      else { return nil }
      return "a trial of \(rules.window) steps after step \(rules.after) doesn't fit into "
        + "training.steps \(steps)"
    },
    ConfigurationRule(.warning, keysOfSearch) { configuration, given in
      guard configuration.search.key == nil,
        keysOfSearch.contains(where: { configuration.wishes($0, given) })
      else { return nil }
      return "has no effect: search.key names no weight"
    },
  ]

  private static let keysOfSearch = SearchConfiguration.schema.keys.map { "search.\($0.path)" }
}

extension Configuration {
  /// Weights of regularizers, which a search may multiply.
  static var searchable: [String] {
    schedulable.filter {
      $0.hasPrefix("regularizers.") && $0 != "regularizers.labelSmoothing"
        && $0 != "regularizers.gradientPenalty.target"
    }
  }

  /// Returns why a key is none that can be searched, or nil.
  fileprivate static func problemOfSearch(of key: String) -> String? {
    if searchable.contains(key) { return nil }
    let near = Spelling.question(Spelling.nearest(to: key, among: searchable))
    return "\(ForeignText.quoted(key)) is no weight of a regularizer; "
      + (near ?? "allowed: \(searchable.joined(separator: ", "))")
  }

  /// Returns why a search for a weight would find nothing, or nil.
  fileprivate func idlenessOfSearch(of key: String) -> String? {
    guard Self.searchable.contains(key) else { return nil }
    guard let weight = number(key), weight > 0 else {
      return "\(key) is off (0), so there is nothing to multiply: give it the weight to begin with"
    }
    return idleness(of: key).map { "\(key) has no effect, so nothing can be found: \($0)" }
  }
}
