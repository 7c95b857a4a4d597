// SPDX-License-Identifier: Apache-2.0

/// Which symptom explains which: one story instead of five alarms.
enum CausalGraph {
  /// Returns the causes among findings, each with what it explains, most likely first.
  ///
  /// A finding is explained by another that brings it about and began before it, or soon after:
  /// causes are often recognised later than their effects.
  static func causes(
    _ findings: [Finding],
    guides: SymptomGuides,
    tolerance: Int
  ) -> [(Finding, [Finding])] {
    let relevant = findings.filter {
      $0.state == .firing && ($0.severity > .notice || $0.symptom == .convergence)
    }
    func explains(_ cause: Finding, _ effect: Finding) -> Bool {
      guides[cause.symptom].bringsAbout(guides[effect.symptom])
        && Double(cause.firstStep) <= Double(effect.firstStep) + Double(tolerance)
    }
    let roots = relevant.filter { finding in
      !relevant.contains { cause in
        cause.symptom != finding.symptom && explains(cause, finding)
          && !(explains(finding, cause) && finding.firstStep < cause.firstStep)
      }
    }
    let ordered = (roots.isEmpty ? relevant : roots).map { root in
      (root, relevant.filter { $0.symptom != root.symptom && explains(root, $0) })
    }
    return ordered.sorted { left, right in
      let leftRank = rank(left.0, left.1.count)
      let rightRank = rank(right.0, right.1.count)
      return leftRank == rightRank
        ? left.0.firstStep < right.0.firstStep : leftRank > rightRank
    }
  }

  private static func rank(_ finding: Finding, _ explained: Int) -> Double {
    Double(finding.severity.weight) * 2 + finding.confidence + 0.3 * Double(min(explained, 3))
  }
}
