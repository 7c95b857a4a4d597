// SPDX-License-Identifier: Apache-2.0

/// A setting that can't be meant, or is far from what works: a certain cause.
struct SettingIssue: Sendable, Equatable {
  /// How much it explains.
  enum Weight: Int, Sendable, Comparable {
    /// Outside of what is published: a cause where something is wrong, else not worth a word.
    case doubtful
    /// Far outside: worth a warning by itself.
    case far
    /// It can't work, whatever else is done.
    case certain

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// How much it explains.
  var weight: Weight
  /// Whom it concerns.
  var side: Side
  /// What is set, what is usual and what follows, in one sentence.
  var sentence: String
  /// The value beside its range.
  var evidence: Evidence
  /// Where the range was published.
  var source: String
  /// What to set instead.
  var changes: [ConfigurationChange]
  /// How many powers of ten the value is away; orders issues of one weight.
  var distance: Double
  /// Whether the value is published for such runs, and only another than the reference's: whoever chose
  /// it may have had a reason.
  var isPublished = false
}

/// What is said of a run's settings.
struct SettingsReview: Sendable, Equatable {
  /// What is out of range, worst first.
  let issues: [SettingIssue]

  /// Judges settings by all rules.
  init(_ view: SettingsView, rules: [SettingRule] = SettingRule.builtIn) {
    var issues = rules.compactMap { $0.check(view) }
    issues.sort { ($0.weight, $0.distance) > ($1.weight, $1.distance) }
    self.issues = issues
  }

  /// What to set, each key once: the worst issue's change of a key counts.
  var changes: [ConfigurationChange] { Self.changes(of: toMend) }

  /// What of it a running game can take: issues that need no other networks, objective or data.
  var changesInPlace: [ConfigurationChange] {
    Self.changes(of: toMend.filter { $0.changes.allSatisfy { !SettingKey.isBuiltIn($0.key) } })
  }

  /// Issues to mend: a value that is published is left alone beside one that can't be meant.
  private var toMend: [SettingIssue] {
    guard let worst = issues.first?.weight, worst > .doubtful else { return issues }
    return issues.filter { !$0.isPublished }
  }

  private static func changes(of issues: [SettingIssue]) -> [ConfigurationChange] {
    var seen: Set<String> = []
    return issues.flatMap(\.changes).filter { seen.insert($0.key).inserted }
  }
}
