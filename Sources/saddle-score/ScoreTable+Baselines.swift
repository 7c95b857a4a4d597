// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The same runs under published rules.
extension ScoreTable {
  static func baselineSection(_ runs: [LabeledRun]) -> String {
    let zoo = runs.filter { $0.corpus == .zoo && !$0.isAmbiguous }
    let judged = zoo.map { Judgment.saddle($0).0 }
    let saddle = zip(zoo, judged).map { run, judgment in
      Outcome(
        run: run,
        flagsAtEnd: judgment.fires(.warning)
          || run.symptoms.contains(.divergence) && judgment.says(.divergence),
        flags: judgment.alarms.count { $0.severity >= .warning },
        divergedAt: judgment.firstAlarm(.divergence)
      )
    }
    let rows =
      [row("**Saddle**", "this table", saddle)]
      + BaselineCatalog.all.map { type in
        row(type.name, type.source, zoo.map { outcome($0, type) })
      }
    return Format.table(
      [
        "rule", "source", "unhealthy runs found", "healthy runs flagged",
        "divergence within one observation", "alarms per 1,000 healthy observations",
      ],
      rows
    )
  }

  private struct Outcome {
    var run: LabeledRun
    var flagsAtEnd: Bool
    var flags: Int
    var divergedAt: Int?
  }

  private static func outcome(_ run: LabeledRun, _ type: any Baseline.Type) -> Outcome {
    var rule = type.init(ideal: run.objective?.idealDiscriminatorLoss)
    var flags = 0
    var isOn = false
    var lateFlag = false
    var firstFlag: Int?
    for (index, observation) in run.observations.enumerated() {
      let now = rule.observe(observation)
      if now && !isOn { flags += 1 }
      if now, index * 2 >= run.observations.count { lateFlag = true }
      if now, let onset = run.onset, firstFlag == nil, observation.step >= onset {
        firstFlag = observation.step
      }
      isOn = now
    }
    return Outcome(run: run, flagsAtEnd: lateFlag, flags: flags, divergedAt: firstFlag)
  }

  private static func row(_ name: String, _ source: String, _ outcomes: [Outcome]) -> [String] {
    let healthy = outcomes.filter(\.run.isHealthy)
    let unhealthy = outcomes.filter { !$0.run.symptoms.isEmpty }
    let diverged = outcomes.filter { $0.run.symptoms.contains(.divergence) }
    let prompt = diverged.count { outcome in
      guard let onset = outcome.run.onset, let found = outcome.divergedAt else { return false }
      return found <= onset + 1
    }
    let observations = healthy.map(\.run.observations.count).reduce(0, +)
    let flags = healthy.map(\.flags).reduce(0, +)
    return [
      name, source,
      Format.percent(unhealthy.count(where: \.flagsAtEnd), of: unhealthy.count),
      Format.percent(healthy.count(where: \.flagsAtEnd), of: healthy.count),
      Format.percent(prompt, of: diverged.count),
      Format.number(1000 * Double(flags) / Double(max(1, observations)), 2),
    ]
  }
}
