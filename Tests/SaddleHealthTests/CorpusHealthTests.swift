// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleHealth
@testable import saddle_score

/// The runs that are known to be healthy, as a live monitor sees them: at every step, not at the end.
@Suite struct CorpusHealthTests {
  /// The folder of labelled runs, or nil where it is absent.
  private static let corpora: URL? = {
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../shared/runs").standardized
    let named = ProcessInfo.processInfo.environment["SADDLE_CORPORA"].map(
      URL.init(fileURLWithPath:)
    )
    let folder = named ?? beside
    guard FileManager.default.fileExists(atPath: folder.path) else {
      print("CorpusHealthTests: no labelled runs in \(folder.path); set SADDLE_CORPORA. Skipped")
      return nil
    }
    return folder
  }()

  /// The first step at which a run is called sick or dead, and what is firing there.
  private func firstFailure(_ run: LabelledRun, _ context: RunContext) -> String? {
    var monitor = HealthMonitor(context: context)
    for (index, observation) in run.observations.enumerated() {
      // The word changes where a finding does; confidences alone move slowly.
      guard !monitor.observe(observation).isEmpty || index & 63 == 0 else { continue }
      let health = Verdicts.judge(monitor.run, monitor.findings, monitor.guides).health
      guard health == .sick || health == .dead else { continue }
      let firing = monitor.findings.filter { $0.state == .firing && $0.severity > .notice }
      return "\(run.name): \(health) at step \(observation.step): \(firing.map(\.summary))"
    }
    return nil
  }

  @Test func healthyRunsAreNeverSickOrDead() throws {
    guard let corpora = Self.corpora else { return }
    let runs = try Corpora.read(corpora).filter(\.isHealthy)
    #expect(runs.count >= 30)
    for run in runs {
      for (seen, context) in [
        (run, run.context(declaring: false)), (run, run.context(declaring: true)),
        (run.lossesOnly, RunContext()),
      ] {
        let failure = firstFailure(seen, context)
        #expect(failure == nil, "\(failure ?? "")")
      }
    }
  }
}
