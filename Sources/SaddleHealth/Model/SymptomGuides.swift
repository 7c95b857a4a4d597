// SPDX-License-Identifier: Apache-2.0

/// The guides of a set of symptoms, found by their symptom.
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

  /// What is found by looking at networks and data before training.
  public static let structural: [SymptomGuide] = [
    .batchNormUnderPenalty, .checkerboard, .unequalCapacity, .narrowView, .smallLatent,
    .memoryShortage, .deadLayer, .shapeMismatch, .smallBatch,
  ]

  /// Everything that Saddle knows: the built-in detectors' symptoms and the structural ones.
  public static let builtIn = DetectorCatalog.builtIn.guides

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

extension Symptom {
  /// The symptoms that Saddle knows.
  public static var allCases: [Symptom] { SymptomGuides.builtIn.all.map(\.symptom) }

  /// What Saddle knows of the symptom.
  public var guide: SymptomGuide { SymptomGuides.builtIn[self] }

  /// The name in words, as it stands within a sentence.
  public var title: String { guide.title }

  /// Whether it is found by looking at networks and data before training, by no detector.
  public var isStructural: Bool { guide.isStructural }
}
