// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SaddleHealth
@testable import saddle_score

/// The runs that are known to be healthy, as a live monitor sees them: after every observation, not at the end.
@Suite struct CorpusHealthTests {
  /// The folder of labeled runs, or nil where it is absent.
  private static let corpora: URL? = {
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../shared/runs").standardized
    let named = ProcessInfo.processInfo.environment["SADDLE_CORPORA"].map(
      URL.init(fileURLWithPath:)
    )
    let folder = named ?? beside
    guard FileManager.default.fileExists(atPath: folder.path) else {
      print("CorpusHealthTests: no labeled runs in \(folder.path); set SADDLE_CORPORA. Skipped")
      return nil
    }
    return folder
  }()

  @Test func healthyRunsAreNeverSickOrDead() throws {
    guard let corpora = Self.corpora else { return }
    let runs = try Corpora.read(corpora).filter(\.isHealthy)
    #expect(runs.count >= 30)
    for run in runs {
      for (seen, context) in [
        (run, run.context(declaring: false)), (run, run.context(declaring: true)),
        (run.lossesOnly, RunContext()),
      ] {
        let worst = WorstEver(seen, context)
        #expect(
          worst.word != .sick && worst.word != .dead,
          "\(run.name): \(worst.word) at step \(worst.step): \(worst.findings.map(\.summary))"
        )
      }
    }
  }
}
