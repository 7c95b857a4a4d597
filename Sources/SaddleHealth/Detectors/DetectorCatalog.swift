// SPDX-License-Identifier: Apache-2.0

/// The detectors that a monitor runs: one line each.
public struct DetectorCatalog: Sendable {
  /// The detectors' types, in the order in which they are asked.
  public var types: [any Detector.Type]

  /// Creates a catalog.
  public init(_ types: [any Detector.Type]) { self.types = types }

  /// Everything that Saddle knows.
  public static let builtIn = DetectorCatalog([
    SettingOutOfRange.self,
    NonFinite.self,
    NotTrained.self,
    LossesStandStill.self,
    BothWin.self,
    SwappedLabels.self,
    LossScaleCollapse.self,
    Divergence.self,
    Oscillation.self,
    HighFrequencyNoise.self,
    VanishingGeneratorLoss.self,
    DiscriminatorLossZero.self,
    DiscriminatorLossJump.self,
    SaturatedOutputs.self,
    DiscriminatorDominates.self,
    AccuracyAtChance.self,
    GradientSpikes.self,
    VanishingGradients.self,
    ModeCollapse.self,
    ModeHopping.self,
    Memorization.self,
    Stagnation.self,
    Convergence.self,
    MetricRegression.self,
    UninformativeEquilibrium.self,
    DataRange.self,
    NeverLearned.self,
    PenaltyOutOfScale.self,
    AugmentationAtBound.self,
    FooledDiscriminator.self,
    ReconstructionFailing.self,
    FeatureMatchingExplosion.self,
    AdversarialWeightOutOfRange.self,
    CodebookCollapse.self,
    BrokenMetric.self,
    DiscriminatorNotStarted.self,
    ScheduleEvent.self,
    EnvironmentFailure.self,
    StepsSkipped.self,
    ReloadLoop.self,
    SessionChanged.self,
  ])

  /// What is known of the symptoms that the detectors watch for, and of those found before training.
  public var guides: SymptomGuides {
    SymptomGuides(types.map { $0.info.guide } + SymptomGuides.structural)
  }

  /// Returns the catalog with one more detector.
  public func adding(_ type: any Detector.Type) -> DetectorCatalog {
    DetectorCatalog(types + [type])
  }
}

extension SymptomGuides {
  /// Everything that Saddle knows: the built-in detectors' symptoms and the structural ones.
  public static let builtIn = DetectorCatalog.builtIn.guides
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
