// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The result table, section by section.
struct ScoreTable {
  let runs: [LabeledRun]
  let full: [(run: LabeledRun, judgment: Judgment)]
  let thin: [(run: LabeledRun, judgment: Judgment)]

  init(_ runs: [LabeledRun]) {
    self.runs = runs
    full = runs.map { ($0, Judgment.saddle($0).0) }
    thin = runs.map { ($0.lossesOnly, Judgment.saddle($0.lossesOnly).0) }
  }

  var markdown: String {
    """
    # Score of the health detectors

    Written by `make score`; do not edit. Every number stems from running the detectors over \
    \(runs.count) labeled runs, objectives not declared. Labels come from outcomes (modes \
    covered, finiteness, FID, accuracy on held-out data), never from a rule on losses. The \
    thresholds were chosen with these same runs in sight: runs that were not are the real test.

    ## Verdicts

    \(verdictSection)

    Live, the word after every observation:

    \(Self.liveSection(runs))

    ## Symptoms

    A symptom counts as said where it is firing at the end as a warning or worse (divergence: \
    ever). Small counts: one run more or less moves F1 by 0.1.

    \(symptoms)

    ## Healthy runs

    \(healthy)

    ## Published CIFAR-10 logs (StudioGAN)

    \(Self.studioSection(runs))

    ## Causes

    \(causes)

    ## Baselines

    The same runs of the zoo. An alarm of any kind counts; "unhealthy runs found" asks only for \
    some alarm in the second half of the run.

    \(Self.baselineSection(runs))

    """
  }

  // MARK: - Symptoms

  private var symptoms: String {
    let watched: [Symptom] = [.divergence, .modeCollapse, .discriminatorDominates, .modeHopping]
    var rows: [[String]] = []
    for symptom in watched {
      for (name, set) in [
        ("as logged, more than losses", full.filter { $0.run.hasMoreThanLosses }),
        ("two losses alone", thin),
      ] {
        rows.append(row(symptom, name, set.filter { $0.run.corpus == .zoo && !$0.run.isAmbiguous }))
      }
    }
    let published = full.filter { $0.run.corpus == .published && !$0.run.isAmbiguous }
    rows.append(row(.discriminatorDominates, "published logs, a reader's label", published))
    return Format.table(
      [
        "symptom", "signals", "runs with it", "precision", "recall", "F1",
        "median delay", "median lead",
      ],
      rows
    )
      + "\n\nDelay: steps from the onset in the label to the alarm. Lead: steps from the alarm to "
      + "the end of the run.\n"
  }

  private func row(
    _ symptom: Symptom,
    _ name: String,
    _ set: [(run: LabeledRun, judgment: Judgment)]
  ) -> [String] {
    var confusion = Confusion()
    var delays: [Int] = []
    var leads: [Int] = []
    for (run, judgment) in set {
      let truth = run.symptoms.contains(symptom)
      // A run that blew up may show anything else as well.
      if !truth && run.symptoms.contains(.divergence) { continue }
      confusion.add(truth: truth, said: judgment.says(symptom))
      guard truth, let alarm = judgment.firstAlarm(symptom) else { continue }
      if let onset = run.onset { delays.append(alarm - onset) }
      if let last = run.observations.last?.step { leads.append(last - alarm) }
    }
    return [
      symptom.rawValue, name,
      "\(confusion.truePositives + confusion.falseNegatives) of \(set.count)",
      Format.number(confusion.precision), Format.number(confusion.recall),
      Format.number(confusion.f1), Format.median(delays), Format.median(leads),
    ]
  }

  // MARK: - Healthy runs

  private var healthy: String {
    var rows: [[String]] = []
    for corpus in LabeledRun.Corpus.allCases {
      let set = full.filter { $0.run.corpus == corpus && $0.run.isHealthy }
      guard !set.isEmpty else { continue }
      rows.append(healthyRow(corpus.rawValue, set))
    }
    rows.append(healthyRow("all", full.filter { $0.run.isHealthy }))
    rows.append(healthyRow("all, two losses alone", thin.filter { $0.run.isHealthy }))
    return Format.table(
      [
        "corpus", "warning at the end", "warning ever", "critical ever", "called sick or dead",
        "alarms per 1,000 observations", "symptoms abstained from, mean",
      ],
      rows
    )
  }

  private func healthyRow(
    _ name: String,
    _ set: [(run: LabeledRun, judgment: Judgment)]
  ) -> [String] {
    func share(_ test: (Judgment) -> Bool) -> String {
      Format.percent(set.count { test($0.judgment) }, of: set.count)
    }
    let observations = set.map(\.run.observations.count).reduce(0, +)
    let alarms = set.map { $0.judgment.alarms.count { $0.severity >= .warning } }.reduce(0, +)
    let abstained = set.map(\.judgment.abstentions).reduce(0, +)
    return [
      name, share { $0.fires(.warning) },
      share { $0.alarms.contains { $0.severity >= .warning } },
      share { $0.alarms.contains { $0.severity == .critical } },
      share { $0.health == .sick || $0.health == .dead },
      Format.number(1000 * Double(alarms) / Double(max(observations, 1)), 3),
      Format.number(Double(abstained) / Double(max(set.count, 1)), 1),
    ]
  }

  // MARK: - Causes

  private var causes: String {
    let set = full.filter { $0.run.corpus != .studioGAN && !$0.run.symptoms.isEmpty }
    let first = set.count { pair in
      pair.judgment.causes.first.map { Self.matches($0, pair.run.symptoms) } ?? false
    }
    let three = set.count { pair in
      pair.judgment.causes.prefix(3).contains { Self.matches($0, pair.run.symptoms) }
    }
    return "The first cause named is a labeled one in \(Format.percent(first, of: set.count)), "
      + "one of the first three in \(Format.percent(three, of: set.count)); zoo and published "
      + "logs."
  }

  /// Whether a cause names a labeled symptom or its closest kin.
  private static func matches(_ cause: Symptom, _ labels: Set<Symptom>) -> Bool {
    if labels.contains(cause) { return true }
    switch cause {
    case .nonFinite: return labels.contains(.divergence)
    case .discriminatorLossZero, .saturatedOutputs:
      return labels.contains(.discriminatorDominates)
    case .uninformativeEquilibrium: return labels.contains(.modeCollapse)
    default: return false
    }
  }
}
