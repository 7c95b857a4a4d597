// SPDX-License-Identifier: Apache-2.0

/// A setting is far from what works: it stands in the configuration, so it is certain.
///
/// Settings are compared with the preset of the same data and networks, and with the range of
/// published recipes (`SettingRule`). What can't work at all (a rate of 0, the Wasserstein objective
/// without a constraint) is critical from the first step; what lies outside by a factor of ten is a
/// warning; what lies outside by less is a notice, and a cause where something else is wrong.
struct SettingOutOfRange: Detector {
  static let info = DetectorInfo(
    guide: .settingOutOfRange,
    glances: Signal.allCases,
    cadence: .everyObservation,
    hold: .none,
    release: .none
  )

  /// What was judged last: settings don't change from step to step.
  private var judged: Judged?

  private struct Judged: Sendable {
    var revision: Int
    var objective: Objective?
    var isPaired: Bool
    var verdict: Verdict
  }

  init() {}

  init(from decoder: any Decoder) throws {}

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode([String: Int]())
  }

  mutating func observe(_ run: RunView) -> Verdict {
    if let judged, judged.revision == run.settingsRevision.value,
      judged.objective == run.objective.name, judged.isPaired == run.isConditional
    {
      return judged.verdict
    }
    let verdict = Self.verdict(SettingsView(run))
    judged = Judged(
      revision: run.settingsRevision.value,
      objective: run.objective.name,
      isPaired: run.isConditional,
      verdict: verdict
    )
    return verdict
  }

  private static func verdict(_ view: SettingsView?) -> Verdict {
    guard let view else { return .insufficient(.noSettings) }
    switch SettingsReview(view).issues.first?.weight {
    case .certain: return .present(.critical, confidence: 0.98)
    case .far: return .present(.warning, confidence: 0.9)
    case .doubtful: return .present(.notice, confidence: 0.6)
    case nil: return .clear
    }
  }

  func describe(_ run: RunView) -> Description {
    let issues = SettingsView(run).map { SettingsReview($0).issues } ?? []
    let worst = issues.first?.weight ?? .doubtful
    // What is merely doubtful beside something certain is left to the evidence.
    let told = issues.filter { $0.weight == worst }.map(\.sentence)
    let sides = Set(issues.filter { $0.weight == worst }.map(\.side))
    return Description(
      told.joined(separator: " "),
      side: sides.count == 1 ? sides.first ?? .both : .both,
      basis: .networks,
      evidence: issues.map(\.evidence),
      clearedBy: "A setting within what is usual: " + (issues.first?.source ?? "see the presets")
        + ".",
      onset: run.firstStep
    )
  }
}

extension Symptom {
  /// A setting that is far from what works.
  public static let settingOutOfRange = Symptom("settingOutOfRange")
}

extension SymptomGuide {
  static let settingOutOfRange = SymptomGuide(
    .settingOutOfRange,
    title: "a setting far out of its range",
    absence: "The settings that are known are within what published recipes have.",
    meaning: "A number of the configuration is far from what works for such data and networks: a "
      + "learning rate, the batch, the turns of the two sides, a penalty's weight. It is there to be "
      + "read, so it comes before anything that is inferred from losses.",
    measurement:
      "Each setting beside the preset of the same data and networks, and beside the range "
      + "of published recipes: what can't work at all is critical, ten times outside (rates of both "
      + "sides: twice) a warning, less a notice.",
    caveat: "Silent where no options are known: the configuration of a Saddle run, monitor.json, "
      + "options printed in the log or beside it. A recipe of your own may be right where all others "
      + "are not.",
    sources: [
      "The reference implementations of DCGAN, WGAN-GP, SNGAN, BigGAN, StyleGAN2-ADA, R3GAN",
      "Heusel et al., 2017, arXiv:1706.08500 (rates of both sides)",
    ],
    gravity: .danger,
    causeClass: .configuration,
    stopAdvice:
      "With such a setting it can't work; change it and start anew.",
    effects: .allBut([.settingOutOfRange, .dataRange, .scheduleEvent, .convergence]),
    remedies: [Remedy.restoreSettings, Remedy.restoreSettingsInPlace]
  )
}
