// SPDX-License-Identifier: Apache-2.0

/// From what helps against a symptom (its `SymptomGuide`) to what fits a run.
public enum RemedyCatalog {
  /// Makes a remedy for a run, or nil where it makes no sense there.
  public typealias Maker = @Sendable (RemedyRequest) -> Remedy?

  /// Returns the remedies for a symptom: none that is in force, none that contradicts another
  /// finding.
  ///
  /// - Parameters:
  ///   - guide: What to cure.
  ///   - context: What is in force in the run.
  ///   - objective: The objective, where it is known.
  ///   - others: Symptoms that are firing as well.
  public static func remedies(
    for guide: SymptomGuide,
    context: RunContext,
    objective: Objective?,
    alongside others: Set<Symptom> = []
  ) -> [Remedy] {
    let request = RemedyRequest(symptom: guide.symptom, context: context, objective: objective)
    return remedies(for: guide, request, alongside: others)
  }

  /// Returns the remedies that fit a request.
  static func remedies(
    for guide: SymptomGuide,
    _ request: RemedyRequest,
    alongside others: Set<Symptom>
  ) -> [Remedy] {
    let forbidden = contradicted(by: others.union([guide.symptom]))
    return guide.makers.compactMap { $0(request) }
      .filter { !forbidden.contains($0.measure) && !request.refuses($0.measure) }
      .map { request.isSaddle ? $0.writtenOut : $0 }
  }

  /// Measures that would feed another symptom.
  private static func contradicted(by symptoms: Set<Symptom>) -> Set<Measure> {
    var measures: Set<Measure> = []
    if symptoms.contains(.penaltyOutOfScale) || symptoms.contains(.uninformativeEquilibrium) {
      measures.formUnion([.r1, .r2, .spectralNormalization, .instanceNoise])
    }
    if symptoms.contains(.vanishingGeneratorLoss) {
      measures.formUnion([.lowerDiscriminatorLearningRate, .instanceNoise, .labelSmoothing])
    }
    return measures
  }
}
