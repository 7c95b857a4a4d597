// SPDX-License-Identifier: Apache-2.0

package import SaddleHealth
import SaddleReport
import SaddleRuns

/// What a run's diagnosis says to do, as lines to paste.
package struct RunAdvice {
  /// The run, as it was named.
  package let path: String
  let report: RunReport
  package var diagnosis: Diagnosis { report.diagnosis }

  /// Diagnoses the run at `path`; of several games the one that is worst off.
  ///
  /// - Throws: `FileError` and `LogError`, whose description is one line that names the file.
  package init(_ path: String) throws {
    let reports = try RunDiagnoser().reports(path)
    guard let report = reports.max(by: { Self.rank($0.diagnosis) < Self.rank($1.diagnosis) }) else {
      throw LogError(path, "no observation in it")
    }
    self.path = path
    self.report = report
  }

  /// The remedies, best first.
  package var remedies: [Remedy] { diagnosis.remedies }

  /// What to paste of a remedy: keys of the configuration for a run of Saddle's own, or the command;
  /// of another log lines of PyTorch.
  package func lines(of remedy: Remedy) -> [String] {
    let lines = report.code(of: remedy).lines
    if lines.isEmpty, let command = report.command(of: remedy) { return [command] }
    return lines
  }

  /// The first remedy that changes the configuration by known values: what a new run can be made of.
  package var change: Remedy? {
    remedies.first { !$0.changes.isEmpty && $0.changes.allSatisfy(\.isKnown) }
  }

  private static func rank(_ diagnosis: Diagnosis) -> Int {
    switch diagnosis.health {
    case .dead: 4
    case .sick: 3
    case .watch: 2
    case .healthy: 1
    case .unjudgeable: 0
    }
  }
}
