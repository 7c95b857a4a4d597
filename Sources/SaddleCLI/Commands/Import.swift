// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTerminal

/// `saddle import`: reads any log and writes a run directory.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Convert the log of any framework to a run directory, or say how it is understood.",
    discussion: """
      EXAMPLES
        saddle import their-run/loss_log.txt
        saddle import lightning_logs/version_0 --to runs/theirs
        saddle import events.out.tfevents.1 --map loss_discriminator=MyDLoss --to runs/theirs
        saddle import log.csv --map-file names.map --save-map names.map

      FORMATS
      \(ImporterCatalog.builtIn.types.map { "  \($0.id): \($0.title)" }.joined(separator: "\n"))
      """
  )

  @Argument(help: "A log file, or a folder that holds a run.")
  var source: String?

  @Option(name: .customLong("to"), help: ArgumentHelp("The run to write.", valueName: "RUN"))
  var destination: String?

  @OptionGroup var log: LogOptions

  @Option(help: ArgumentHelp("Write the mapping in force to a file.", valueName: "FILE"))
  var saveMap: String?

  @Flag(help: "Show every column with its range.")
  var columns = false

  @Flag(help: "List the signals that columns can be mapped to, and stop.")
  var listSignals = false

  func validate() throws {
    guard listSignals || source != nil else {
      throw ValidationError("Missing expected argument '<source>'")
    }
  }

  func run() throws {
    if listSignals {
      for signal in Signal.allCases { StandardOutput.print(signal.rawValue) }
      return
    }
    guard let source else { return }
    var options = try log.readOptions()
    let reader: SaddleRuns.RunReader
    do { reader = try SaddleRuns.RunReader(source, options: options) } catch let error as LogError
      where error.runs.count > 1 && destination == nil && saveMap == nil
    {
      return try Import.describe(error.runs, options)
    }
    StandardOutput.print(line: reader.recognition.summary)
    for remark in reader.recognition.remarks { StandardOutput.print(line: "  \(remark)") }
    if columns { Import.printColumns(reader.recognition) }
    if let saveMap {
      for column in reader.recognition.columns where column.signals.count == 1 {
        guard options.mapping.entries.allSatisfy({ $0.column != column.name }) else { continue }
        let game = column.game.map { $0 + ":" } ?? ""
        try options.mapping.add("\(game)\(column.signals[0].rawValue)=\(column.name)")
      }
      try UserFile.write(
        Data(options.mapping.text.utf8),
        to: saveMap,
        sources: reader.recognition.files.map(\.path)
      )
      StandardOutput.print(line: "mapping saved in \(saveMap)")
    }
    guard let destination else {
      StandardOutput.print("nothing was written; add --to RUN to convert it")
      return
    }
    let written = try RunConversion.write(reader, to: destination)
    StandardOutput.print(line: "wrote \(written.observations) observations to \(destination)")
    if written.pictures + written.picturesLeftOut > 0 {
      let rest = written.picturesLeftOut > 0 ? ", \(written.picturesLeftOut) left out" : ""
      StandardOutput.print(
        line: "copied \(written.pictures) pictures to \(destination)/samples\(rest)"
      )
    }
  }

  /// How each of several logs is understood.
  private static func describe(_ runs: [String], _ options: ReadOptions) throws {
    for run in runs {
      let reader = try SaddleRuns.RunReader(run, options: options)
      StandardOutput.print(line: "\(run): \(reader.recognition.summary)")
      for remark in reader.recognition.remarks { StandardOutput.print(line: "  \(remark)") }
    }
  }

  private static func printColumns(_ recognition: Recognition) {
    for column in recognition.columns {
      let meaning =
        column.signals.isEmpty
        ? (column.isKnown ? "-" : "?") : column.signals.map(\.rawValue).joined(separator: "+")
      let range = column.range.map { "\($0.lowerBound) ... \($0.upperBound)" } ?? "no finite value"
      let bad = column.nonFinite > 0 ? ", \(column.nonFinite) not finite" : ""
      let note = column.note.isEmpty ? "" : "  [\(column.note)]"
      StandardOutput.print(
        line: "  \(column.name) = \(meaning)  \(column.count) values, \(range)\(bad)\(note)"
      )
    }
  }
}
