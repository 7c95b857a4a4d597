// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

extension Configuration {
  /// The measures that can't be advised for this configuration, because its rules refuse their
  /// changes: what the report prints can be run.
  ///
  /// - Parameter context: What the remedies are made for.
  public func refusedMeasures(_ context: RunContext) -> [Measure] {
    var refused: [Measure] = []
    var seen: Set<Measure> = []
    for guide in SymptomGuides.builtIn.all {
      let request = RemedyRequest(
        symptom: guide.symptom,
        context: context,
        objective: context.objective
      )
      for remedy in guide.makers.compactMap({ $0(request) })
      where seen.insert(remedy.measure).inserted && problem(with: remedy.changes) != nil {
        refused.append(remedy.measure)
      }
    }
    return refused
  }

  /// What the rules say against changes; nil where they allow them.
  func problem(with changes: [ConfigurationChange]) -> String? {
    var reader = ConfigurationReader()
    for change in changes {
      // A factor on an unknown value can't be checked.
      guard change.isKnown else { continue }
      reader.read(override: "\(change.key)=\(change.valueText)")
    }
    if let problem = reader.problems.first { return problem.description }
    let changed = applying(changes)
    let given = Set(Self.schema.keys.map(\.path))
    for rule in ConfigurationRule.all where rule.severity == .error {
      if let message = rule.check(changed, given) { return message }
    }
    return nil
  }
}
