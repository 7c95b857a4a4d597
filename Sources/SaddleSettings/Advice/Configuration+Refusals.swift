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
      where seen.insert(remedy.measure).inserted && refusal(of: remedy.changes) != nil {
        refused.append(remedy.measure)
      }
    }
    return refused
  }
}
