// SPDX-License-Identifier: Apache-2.0

/// Which symptom explains which: one story instead of five alarms.
enum CausalGraph {
  /// Returns the causes among findings, each with what it explains: certain ones before probable
  /// ones, then most likely first.
  ///
  /// A finding is explained by another that brings it about and began before it, or soon after:
  /// causes are often recognized later than their effects. A setting that is merely doubtful counts
  /// where it explains what training shows.
  static func causes(
    _ findings: [Finding],
    guides: SymptomGuides,
    tolerance: Int
  ) -> [(Finding, [Finding])] {
    let firing = findings.filter { $0.state == .firing }
    let serious = firing.filter { $0.severity > .notice || $0.symptom == .convergence }
    func explains(_ cause: Finding, _ effect: Finding) -> Bool {
      let isDoubtful = cause.severity == .notice
      return guides[cause.symptom].bringsAbout(guides[effect.symptom], of: cause.side)
        && (!isDoubtful || guides[effect.symptom].causeClass == .dynamics)
        && Double(cause.firstStep) <= Double(effect.firstStep) + Double(tolerance)
    }
    let doubtful = firing.filter { finding in
      finding.severity == .notice && guides[finding.symptom].causeClass == .configuration
        && serious.contains { $0.severity > .notice && explains(finding, $0) }
    }
    let relevant = serious + doubtful
    let roots = relevant.filter { finding in
      !relevant.contains { cause in
        cause.symptom != finding.symptom && explains(cause, finding)
          && !(explains(finding, cause) && precedes(finding, cause, guides))
      }
    }
    let ordered = (roots.isEmpty ? relevant : roots).map { root in
      (root, relevant.filter { $0.symptom != root.symptom && explains(root, $0) })
    }
    return ordered.sorted { left, right in
      let leftClass = certainty(left, guides)
      let rightClass = certainty(right, guides)
      if leftClass != rightClass { return leftClass < rightClass }
      let leftRank = rank(left.0, left.1.count)
      let rightRank = rank(right.0, right.1.count)
      return leftRank == rightRank
        ? left.0.firstStep < right.0.firstStep : leftRank > rightRank
    }
  }

  /// Whether the first of two that explain each other is the cause: what began earlier, at the same
  /// step what is more certain by its class, then what is surer.
  private static func precedes(_ left: Finding, _ right: Finding, _ guides: SymptomGuides) -> Bool {
    if left.firstStep != right.firstStep { return left.firstStep < right.firstStep }
    let leftClass = guides[left.symptom].causeClass.rawValue
    let rightClass = guides[right.symptom].causeClass.rawValue
    if leftClass != rightClass { return leftClass < rightClass }
    if left.confidence != right.confidence { return left.confidence > right.confidence }
    return left.symptom.rawValue < right.symptom.rawValue
  }

  /// The place of a cause by its class: what explains nothing and is no failure by itself stands with
  /// the dynamics, what is merely doubtful just before them.
  private static func certainty(
    _ cause: (finding: Finding, effects: [Finding]),
    _ guides: SymptomGuides
  ) -> Double {
    let place = Double(guides[cause.finding.symptom].causeClass.rawValue)
    let last = Double(SymptomGuide.CauseClass.dynamics.rawValue)
    if cause.finding.severity == .notice { return min(place, last) == last ? last : last - 0.5 }
    return cause.finding.severity == .critical || !cause.effects.isEmpty ? place : last
  }

  private static func rank(_ finding: Finding, _ explained: Int) -> Double {
    Double(finding.severity.weight) * 2 + finding.confidence + 0.3 * Double(min(explained, 3))
  }
}
