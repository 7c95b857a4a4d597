// SPDX-License-Identifier: Apache-2.0

/// All that Saddle knows of a symptom, beside the rule that finds it: one value, in the file of the
/// detector (or, for what is found before training, in `Structure/`).
///
/// Report, story, causal order, verdict, advice and `saddle explain` are made from it: a new symptom
/// needs no other place.
public struct SymptomGuide: Sendable {
  /// What a symptom means for the run where it is firing.
  public enum Gravity: String, Codable, Sendable, CaseIterable {
    /// Worth knowing, no fault.
    case context
    /// A danger: a warning asks for attention, only a critical finding means that the run fails.
    case danger
    /// A failure: a warning of confidence 0.6 means that the run fails.
    case failure
    /// As `danger`; a critical finding means that the run has failed for good.
    case fatal
  }

  /// Where a cause is to be sought; what is earlier here is more certain and explains what is later.
  public enum CauseClass: Int, Codable, Sendable, CaseIterable, Comparable {
    /// A setting that can be read off the configuration or the networks.
    case configuration
    /// Networks, optimizers and labels that are connected wrongly.
    case wiring
    /// What the networks are fed.
    case data
    /// The machine, the precision, the program around the training.
    case environment
    /// The game itself.
    case dynamics

    /// Orders by certainty, the most certain first.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Which symptoms follow from this one.
  public enum Effects: Sendable {
    /// The named ones.
    case these(Set<Symptom>)
    /// All that training can show but the named ones.
    case allBut(Set<Symptom>)
  }

  /// The symptom.
  public var symptom: Symptom
  /// Its name in words, as it stands within a sentence.
  public var title: String
  /// What a report says where the symptom was looked for and not found.
  public var absence: String
  /// What to log so that the symptom can be judged; any one will do.
  public var log: [Signal]
  /// What it means for the user, in a few sentences.
  public var meaning: String
  /// How it is measured, thresholds included.
  public var measurement: String
  /// The rule's limits with what they are of; `measurement` says how they come together.
  public var limits: KeyValuePairs<String, Threshold>
  /// When the rule is known to be wrong or silent.
  public var caveat: String
  /// Where it was described.
  public var sources: [String]
  /// What it means for the run.
  public var gravity: Gravity
  /// Where it is to be sought as a cause.
  public var causeClass: CauseClass
  /// What to say about going on while a critical finding of it is firing; nil where the run may come
  /// out of it by itself.
  public var stopAdvice: String?
  /// Whether it is found by looking at networks and data before training, by no detector.
  public var isStructural: Bool
  /// What follows from it, directly or by way of others.
  public var effects: Effects
  /// What follows only where it is found of one side.
  public var effectsOfSide: [Side: Set<Symptom>]
  /// Symptoms of others' files that bring this one about.
  public var causes: Set<Symptom>
  /// What helps, best first.
  public var makers: [RemedyCatalog.Maker]

  /// Creates a guide.
  public init(
    _ symptom: Symptom,
    title: String,
    absence: String,
    log: [Signal] = [],
    meaning: String,
    measurement: String,
    limits: KeyValuePairs<String, Threshold> = [:],
    caveat: String,
    sources: [String] = [],
    gravity: Gravity,
    causeClass: CauseClass = .dynamics,
    stopAdvice: String? = nil,
    isStructural: Bool = false,
    effects: Effects = .these([]),
    effectsOfSide: [Side: Set<Symptom>] = [:],
    causes: Set<Symptom> = [],
    remedies: [RemedyCatalog.Maker] = []
  ) {
    self.symptom = symptom
    self.title = title
    self.absence = absence
    self.log = log
    self.meaning = meaning
    self.measurement = measurement
    self.limits = limits
    self.caveat = caveat
    self.sources = sources
    self.gravity = gravity
    self.causeClass = causeClass
    self.stopAdvice = stopAdvice
    self.isStructural = isStructural
    self.effects = effects
    self.effectsOfSide = effectsOfSide
    self.causes = causes
    self.makers = remedies
  }

  /// The title as a heading.
  public var heading: String { title.prefix(1).uppercased() + title.dropFirst() }

  /// What to do about it, best first, where nothing is known of the run.
  public var remedies: [Remedy] { remedies(in: RunContext()) }

  /// What to do about it in a run of which no more is known than what it declares.
  package func remedies(in context: RunContext) -> [Remedy] {
    RemedyCatalog.remedies(for: self, context: context, objective: context.objective)
  }

  /// Whether another symptom follows from this one, found of a side.
  func bringsAbout(_ other: SymptomGuide, of side: Side) -> Bool {
    if other.causes.contains(symptom) { return true }
    if effectsOfSide[side]?.contains(other.symptom) == true { return true }
    return switch effects {
    case .these(let symptoms): symptoms.contains(other.symptom)
    case .allBut(let symptoms): !other.isStructural && !symptoms.contains(other.symptom)
    }
  }
}
