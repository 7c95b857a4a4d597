// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SaddleRuns

/// How a log is read: the options of every command that takes one.
struct LogOptions: ParsableArguments {
  @Option(
    name: .customLong("map"),
    help: ArgumentHelp(
      "What a column means; may be repeated. 'ignore=COLUMN' leaves one out, 'A:loss/d=D_A' is "
        + "for one of several games.",
      valueName: "SIGNAL=COLUMN"
    )
  )
  var map: [String] = []

  @Option(help: ArgumentHelp("A file with one SIGNAL=COLUMN a line.", valueName: "FILE"))
  var mapFile: String?

  @Option(help: ArgumentHelp("The log's format; recognized where absent.", valueName: "NAME"))
  var format: String?

  @Option(help: "What of a restarted run is read: latest or all.")
  var sessions: SessionChoice = .latest

  enum SessionChoice: String, ExpressibleByArgument, CaseIterable {
    case latest, all
  }

  /// Returns the options as the reader takes them.
  func readOptions() throws -> ReadOptions {
    var options = ReadOptions()
    if let mapFile { options.mapping = try SignalMapping(file: mapFile) }
    options.mapping.merge(try SignalMapping(map))
    options.format = format
    options.sessions = sessions == .all ? .all : .latest
    return options
  }
}
