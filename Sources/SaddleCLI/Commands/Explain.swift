// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth
import SaddleReport
import SaddleTerminal

/// `saddle explain`: what a symptom is, how it is measured, what to do about it.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a symptom: what it is, how it is measured, what to do, who described it.",
    discussion: """
      Without a name it lists the symptoms. The text is the detectors' own declaration.

      Examples:
        saddle explain
        saddle explain modeCollapse
        saddle explain mode collapse --plain
        saddle explain oscillation --json
      """
  )

  @Argument(help: "The symptom's name as it stands in a report: modeCollapse or mode collapse.")
  var symptom: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print ASCII only, without colors.")
  var plain = false

  func validate() throws {
    if !symptom.isEmpty, SymptomName.parse(name) == nil {
      throw ValidationError(SymptomName.unknown(name))
    }
  }

  func run() throws {
    let chosen = SymptomName.parse(name)
    if json { return StandardOutput.print(json: try ExplainJSON.text(chosen)) }
    let style = ReportStyle.decide(plain: plain)
    if let chosen {
      StandardOutput.print(ExplainReport(chosen, style).text, terminator: "")
    } else {
      StandardOutput.print(ExplainReport.list(style), terminator: "")
    }
  }

  private var name: String { symptom.joined(separator: " ") }
}
