// SPDX-License-Identifier: Apache-2.0

package import SaddleHealth
import SaddleReport

/// Findings, remedies and what was ruled out, as the report on a run shows them.
package enum FindingsText {
  /// Returns the sections of a diagnosis that are not about a log.
  ///
  /// - Parameters:
  ///   - diagnosis: What was found.
  ///   - whole: Whether every remedy and reason is wanted.
  ///   - plain: Whether only ASCII without colors may be used.
  package static func text(_ diagnosis: Diagnosis, whole: Bool, plain: Bool) -> String {
    let style = ReportStyle.decide(plain: plain)
    let report = RunReport(name: "", path: "", source: "", diagnosis: diagnosis, trace: RunTrace())
    let sections = TerminalReport(report, style, whole: whole)
    var writer = ReportWriter(style)
    sections.findings(&writer)
    sections.remedies(&writer)
    sections.ruledOut(&writer)
    sections.notJudged(&writer)
    return writer.text
  }
}
