// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SaddleRuns

/// `saddle export`: prints a run as CSV or JSON lines.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print the observations of a run, or of any log, as CSV or JSON lines.",
    discussion: """
      Signals keep their names (loss/g, scores/real, ...). CSV has one column a signal and empty
      cells where nothing was observed; JSON lines write NaN and infinities as strings.

      EXAMPLES
        saddle export runs/mine --format csv > mine.csv
        saddle export their-run/loss_log.txt --format jsonl --output theirs.jsonl
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, jsonl }

  @Argument(help: "A run directory, or any log.")
  var source: String

  @Option(help: "csv or jsonl.")
  var format: Format = .csv

  @Option(name: .shortAndLong, help: "The file to write; standard output where absent.")
  var output: String?

  @Option(
    name: .customLong("map"),
    help: ArgumentHelp("What a column means; may be repeated.", valueName: "SIGNAL=COLUMN")
  )
  var map: [String] = []

  @Option(help: ArgumentHelp("A file with one SIGNAL=COLUMN a line.", valueName: "FILE"))
  var mapFile: String?

  func run() throws {
    var options = ReadOptions()
    if let mapFile { options.mapping = try SignalMapping(file: mapFile) }
    options.mapping.merge(try SignalMapping(map))
    let reader = try SaddleRuns.RunReader(source, options: options)
    let sink = try TextFileWriter(path: output, sources: reader.recognition.files.map(\.path))
    switch format {
    case .csv: try CSVExport.write(reader, to: sink)
    case .jsonl: try JSONLinesExport.write(reader, to: sink)
    }
    try sink.close()
  }
}
