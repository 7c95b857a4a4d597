// SPDX-License-Identifier: Apache-2.0

/// The guides of a set of symptoms, found by their symptom.
///
/// ```swift
/// import SaddleHealth
///
/// for guide in SymptomGuides.builtIn.all { print(guide.symptom, guide.title, guide.meaning) }
/// ```
public struct SymptomGuides: Sendable {
  /// The guides in the order in which they are shown.
  public private(set) var all: [SymptomGuide]
  private var places: [Symptom: Int]

  /// Creates a set; of two guides of one symptom the first holds.
  public init(_ guides: [SymptomGuide]) {
    all = []
    places = [:]
    for guide in guides where places[guide.symptom] == nil {
      places[guide.symptom] = all.count
      all.append(guide)
    }
  }

  /// The guide of a symptom, or nil where nobody has written one.
  public func known(_ symptom: Symptom) -> SymptomGuide? { places[symptom].map { all[$0] } }

  /// The guide of a symptom; of one that nobody has described, its bare name.
  public subscript(_ symptom: Symptom) -> SymptomGuide {
    known(symptom)
      ?? SymptomGuide(
        symptom,
        title: symptom.rawValue,
        absence: "",
        meaning: "",
        measurement: "",
        caveat: "",
        gravity: .danger
      )
  }
}
