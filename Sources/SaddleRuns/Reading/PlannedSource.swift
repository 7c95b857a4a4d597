// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A source, surveyed.
struct PlannedSource: Sendable {
  let source: LogSource
  var recognized: Recognition.Source
  var plan: ReadingPlan { recognized.plan }

  init(_ source: LogSource, options: ReadOptions) throws {
    self.source = source
    var survey = LogSurvey(source, mapping: options.mapping)
    var rows = ParsedRows()
    var files: [Recognition.File] = []
    for file in source.files {
      try PlannedSource.parse(file, source, into: &rows) { survey.take($0) }
      files.append(Recognition.File(file.path, rows))
      rows.recordsRead = 0
      rows.linesIgnored = 0
      rows.damage = DamageLog()
    }
    var planner = Planner(survey: survey, keepsAllSessions: options.sessions == .all)
    var recognized = Recognition.Source(source.importer, planner.make(), files: files)
    recognized.take(rows, survey)
    self.recognized = recognized
  }

  /// Feeds a file to its parser and the rows of each piece to `body`.
  static func parse(
    _ file: LogProbe,
    _ source: LogSource,
    into rows: inout ParsedRows,
    _ body: (ParsedRows) throws -> Void
  ) throws {
    var parser = source.importer.makeParser(file)
    let chunks = try FileChunks(file.path)
    try chunks.read { bytes in
      parser.consume(bytes, into: &rows)
      try body(rows)
      rows.removeRows()
    }
    parser.finish(into: &rows)
    try body(rows)
    rows.removeRows()
  }

  func read(_ options: ReadOptions, _ body: (GameObservation) throws -> Void) throws {
    var assembler = Assembler(plan: plan, keepsAllSessions: options.sessions == .all)
    var rows = ParsedRows()
    func pass(_ rows: inout ParsedRows, _ facts: [RunFact]) throws {
      try assembler.take(rows, emit: body)
      assembler.note(facts)
      rows.removeRows()
    }
    for file in source.files {
      var parser = WordedParser(source.importer, file)
      try FileChunks(file.path).read { try parser.consume($0, into: &rows, pass) }
      let facts = parser.finish(into: &rows)
      try pass(&rows, facts)
    }
    try assembler.flush(body)
  }
}
