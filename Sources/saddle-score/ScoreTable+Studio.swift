// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The published logs: collapse, onset, advice to stop.
extension ScoreTable {
  /// What was said of one log.
  struct Log {
    var run: LabeledRun
    var withMetric: Judgment
    var declared: Judgment
    var losses: Judgment
    var lossesDeclared: Judgment
  }

  static func logs(_ runs: [LabeledRun]) -> [Log] {
    runs.filter { $0.corpus == .studioGAN }.map { run in
      Log(
        run: run,
        withMetric: Judgment.saddle(run).0,
        declared: Judgment.saddle(run, declaring: true).0,
        losses: Judgment.saddle(run.lossesOnly).0,
        lossesDeclared: Judgment.saddle(run.lossesOnly, declaring: true).0
      )
    }
  }

  static func studioSection(_ runs: [LabeledRun]) -> String {
    let logs = logs(runs)
    let views: [(String, (Log) -> Judgment)] = [
      ("losses and FID", { $0.withMetric }),
      ("losses and FID, objective declared", { $0.declared }),
      ("two losses alone", { $0.losses }),
      ("two losses alone, objective declared", { $0.lossesDeclared }),
    ]
    let rows = views.map { name, view in
      let collapsed = logs.filter { $0.run.collapse != nil }
      let never = logs.filter { $0.run.symptoms.contains(.neverLearned) }
      let healthy = logs.filter(\.run.isHealthy)
      return [
        name, sick(collapsed, view), onset(collapsed, view), sick(never, view),
        sick(healthy, view),
      ]
    }
    return Format.table(
      [
        "signals", "collapsed, called sick", "onset within 10 % of the run",
        "never learned, called sick", "healthy, called sick",
      ],
      rows
    ) + "\n\n" + stopping(logs) + "\n\n" + bestBehindAlarms(logs) + "\n\n" + certainStops(runs)
  }

  private static func sick(_ logs: [Log], _ view: (Log) -> Judgment) -> String {
    Format.percent(
      logs.count { view($0).health == .sick || view($0).health == .dead },
      of: logs.count
    )
  }

  private static func onset(_ logs: [Log], _ view: (Log) -> Judgment) -> String {
    let found = logs.filter { log in
      guard let collapse = log.run.collapse else { return false }
      return view(log).alarms.contains {
        $0.symptom == .metricRegression && $0.isFiringAtEnd
          && ($0.onset - collapse.bestStep).magnitude * 10 <= collapse.lastStep
      }
    }
    return Format.percent(found.count, of: logs.count)
  }

  // MARK: - Advice to stop

  private static func stopping(_ logs: [Log]) -> String {
    var rows = [
      stopRow("Saddle, losses and FID") { log in log.withMetric.stopAdvisedAt },
      stopRow("Saddle, objective declared") { log in log.declared.stopAdvisedAt },
      stopRow("Saddle, two losses alone") { log in log.losses.stopAdvisedAt },
      stopRow("Saddle, two losses alone, objective declared") { log in
        log.lossesDeclared.stopAdvisedAt
      },
    ]
    for (factor, patience) in [(1.3, 15), (1.2, 5)] {
      rows.append(
        stopRow("FID above \(factor) x its best, \(patience) evaluations") { log in
          patienceStop(log.run, factor, patience)
        }
      )
    }
    func stopRow(_ name: String, _ stop: (Log) -> Int?) -> [String] {
      let saved = logs.compactMap { log -> Double? in
        guard let collapse = log.run.collapse else { return nil }
        let waste = Double(collapse.lastStep - collapse.bestStep)
        return stop(log).map { Double(collapse.lastStep - $0) / waste } ?? 0
      }
      let bad = logs.filter { log in stop(log).map { improves(log.run, after: $0) } ?? false }
      let mean = saved.isEmpty ? nil : 100 * saved.reduce(0, +) / Double(saved.count)
      return [name, Format.number(mean, 0) + " %", "\(bad.count)"]
    }
    return "Stopping on the advice that going on is not worth it:\n\n"
      + Format.table(
        [
          "rule", "steps after the best point saved, mean of collapsed runs",
          "runs stopped that would have improved by 5 %",
        ],
        rows
      )
  }

  /// How many collapsed runs were at their best after what losses alone had said of them.
  private static func bestBehindAlarms(_ logs: [Log]) -> String {
    let collapsed = logs.compactMap { log in log.run.collapse.map { (log, $0.bestStep) } }
    let warned = collapsed.compactMap { log, best in
      log.losses.alarms.filter { $0.isFiringAtEnd && $0.severity >= .warning }.map(\.onset).min()
        .map { (best, $0) }
    }
    let stopped = collapsed.count { $0.0.losses.stopAdvisedAt != nil }
    let later = warned.count { best, onset in best > onset }
    return
      "Two losses alone warn of \(warned.count) of the \(collapsed.count) collapsed runs and advise to "
      + "stop \(stopped): \(later) had their best FID after the warning had begun."
  }

  /// Advice where the end is certain: runs that diverged, and every healthy run as a check.
  private static func certainStops(_ runs: [LabeledRun]) -> String {
    let diverged = runs.filter { $0.symptoms.contains(.divergence) && $0.onset != nil }
    let healthy = runs.filter(\.isHealthy)
    let views: [(String, (LabeledRun) -> LabeledRun)] = [
      ("all that was logged", { $0 }), ("two losses alone", \.lossesOnly),
    ]
    let rows = views.map { name, view in
      let saved = diverged.compactMap { run -> Double? in
        guard let onset = run.onset, let last = run.observations.last?.step, last > onset else {
          return nil
        }
        let stop = Judgment.saddle(view(run)).0.stopAdvisedAt
        return stop.map { Double(last - max(onset, $0)) / Double(last - onset) } ?? 0
      }
      let bad = healthy.count { Judgment.saddle(view($0)).0.stopAdvisedAt != nil }
      let mean = saved.isEmpty ? nil : 100 * saved.reduce(0, +) / Double(saved.count)
      return [
        name, Format.number(mean, 0) + " % (\(saved.count) runs)",
        Format.percent(bad, of: healthy.count),
      ]
    }
    return
      "Advice where the end is certain (numbers that are not finite, an explosion, losses that "
      + "stand still):\n\n"
      + Format.table(
        ["signals", "steps after the onset saved, mean of diverged runs", "healthy runs stopped"],
        rows
      )
  }

  /// Whether FID still falls by 5 % after a step.
  private static func improves(_ run: LabeledRun, after step: Int) -> Bool {
    var before = Double.infinity
    var after = Double.infinity
    for observation in run.observations {
      guard let fid = observation[.metricFID] else { continue }
      if observation.step <= step { before = min(before, fid) } else { after = min(after, fid) }
    }
    return after < 0.95 * before
  }

  private static func patienceStop(_ run: LabeledRun, _ factor: Double, _ patience: Int) -> Int? {
    var best = Double.infinity
    var waited = 0
    for observation in run.observations {
      guard let fid = observation[.metricFID] else { continue }
      best = min(best, fid)
      waited = fid > factor * best ? waited + 1 : 0
      if waited >= patience { return observation.step }
    }
    return nil
  }
}
