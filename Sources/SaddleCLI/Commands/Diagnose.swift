// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth
import SaddleReport
import SaddleRuns
import SaddleTerminal
import SaddleText

/// `saddle diagnose`: reads logs, says what is wrong with the runs and what to do.
struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is wrong with a training run, since when, how we know, what to do.",
    discussion: """
      Reads what GAN training scripts write: JSON lines, CSV, TensorBoard event files, the text \
      logs of known tools. The format and the meaning of the columns are recognized; what was \
      not understood is said.

      Examples:
        saddle diagnose runs/ring
        saddle diagnose log.jsonl --objective hinge
        saddle diagnose runs/a runs/b runs/c
        saddle diagnose log.csv --json | jq -r '.health'
        saddle diagnose runs/ring --html report.html
        saddle diagnose log.csv --map loss/d=critic --map loss/g=gen_total
        ssh box cat run/log.jsonl | saddle diagnose -
        saddle diagnose runs/ring --fail-on critical || mail -s sick me@example.org

      Exit status: 0 diagnosed, 1 something could not be read, 2 a finding at or above \
      --fail-on is firing at the end of a run, 64 wrong usage, such as a log that isn't there.
      """
  )

  @Argument(help: "Logs or run directories; - reads standard input.")
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "The objective, where you know it; it is inferred otherwise.",
      discussion: "One of \(ObjectiveName.known).",
      valueName: "name"
    )
  )
  var objective: String?

  @Option(help: "Exit with status 2 where a finding this serious is firing (warning, critical).")
  var failOn: FailOn?

  @OptionGroup var log: LogOptions

  @Flag(help: "Print JSON: one object, or an array where there are several runs.")
  var json = false

  @Option(help: ArgumentHelp("Write a page with interactive plots.", valueName: "file"))
  var html: String?

  @Flag(help: "Print everything: all numbers, remedies and reasons; each of several runs.")
  var full = false

  @Flag(help: "Print ASCII only, without colors.")
  var plain = false

  func validate() throws {
    if paths.isEmpty { throw ValidationError("Name at least one log or run directory.") }
    if let problem = objective.flatMap(ObjectiveName.problem) { throw ValidationError(problem) }
  }

  func run() throws {
    var context = RunContext()
    context.objective = objective.flatMap(Objective.named)
    let (reports, failures) = try read(RunDiagnoser(context: context, options: readOptions()))
    for failure in failures { Self.complain("\(failure)") }
    if !reports.isEmpty { try show(reports) }
    let statuses = failures.map(ExitCode.after)
    if !statuses.isEmpty { throw statuses.contains(.usage) ? ExitCode.usage : .failure }
    let worst = reports.compactMap(\.worst).max()
    if let failOn, let worst, worst >= failOn.severity { throw ExitCode.findings }
  }

  /// What is wrong with an option is wrong usage; what is wrong with a file is not.
  private func readOptions() throws -> ReadOptions {
    do {
      let options = try log.readOptions()
      if let format = options.format, options.catalog.type(id: format) == nil {
        throw ValidationError(Self.unknownFormat(format, options.catalog))
      }
      return options
    } catch let error as LogError {
      throw ValidationError(error.description)
    }
  }

  private static func unknownFormat(_ name: String, _ catalog: ImporterCatalog) -> String {
    let known = catalog.types.map { $0.id }
    let near = Spelling.nearest(to: name, amongParts: known, count: 1)
    let hint = near.first.map { " Did you mean \($0)?" } ?? ""
    return "'\(name)' is no format.\(hint) Known: \(known.joined(separator: ", "))."
  }

  private func read(_ reader: RunDiagnoser) -> (reports: [RunReport], failures: [any Error]) {
    var reports: [RunReport] = []
    var failures: [any Error] = []
    for path in paths {
      do { reports += try reader.reports(path) } catch { failures.append(error) }
    }
    // Games of one run share their path, hence their name.
    var paths: [String] = []
    for report in reports where paths.last != report.name { paths.append(report.name) }
    let names = Dictionary(zip(paths, RunNames.make(paths))) { first, _ in first }
    for index in reports.indices {
      let name = names[reports[index].name] ?? reports[index].name
      reports[index].name = reports[index].game.map { "\(name), game \($0)" } ?? name
    }
    return (reports, failures)
  }

  private func show(_ reports: [RunReport]) throws {
    if let html { try writePage(reports, to: html) }
    if json { return StandardOutput.print(json: try ReportJSON.text(reports)) }
    let style = ReportStyle.decide(plain: plain)
    if reports.count > 1, !full {
      StandardOutput.print(Comparison(reports, style).text, terminator: "")
    } else {
      let rule = "\n" + String(repeating: plain ? "=" : "━", count: style.width) + "\n\n"
      let texts = reports.map { TerminalReport($0, style, whole: full).text }
      StandardOutput.print(texts.joined(separator: rule), terminator: "")
    }
  }

  private func writePage(_ reports: [RunReport], to path: String) throws {
    let page = try HTMLReport(reports, version: Program.version).text()
    try UserFile.write(Data(page.utf8), to: path, sources: paths + reports.flatMap(\.files))
    StandardError.print("report: \(ForeignText.inLine(path))")
  }

  private static func complain(_ line: String) {
    StandardError.print("saddle diagnose: \(ForeignText.inLine(line))")
  }
}
