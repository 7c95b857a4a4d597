// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Files that follow one another in one format: one stream of rows.
struct LogSource: Sendable {
  var importer: any Importer.Type
  var files: [LogProbe]
  /// Stands before the names of its columns: the sub-folder where a run has several.
  var prefix = ""
}

/// A source, surveyed.
struct PlannedSource: Sendable {
  let source: LogSource
  let plan: ReadingPlan
  let files: [Recognition.File]
  let others: [(tag: String, kind: ParsedRows.OtherKind, count: Int)]

  init(_ source: LogSource, options: ReadOptions) throws {
    self.source = source
    var survey = LogSurvey(source, mapping: options.mapping)
    var rows = ParsedRows()
    var files: [Recognition.File] = []
    for file in source.files {
      try PlannedSource.parse(file, source, into: &rows) { survey.take($0) }
      files.append(
        Recognition.File(
          path: file.path,
          recordsRead: rows.recordsRead,
          linesIgnored: rows.linesIgnored,
          damage: rows.damage
        )
      )
      rows.recordsRead = 0
      rows.linesIgnored = 0
      rows.damage = DamageLog()
    }
    self.files = files
    others = rows.others.map { ($0.key, $0.value.kind, $0.value.count) }.sorted { $0.0 < $1.0 }
    var planner = Planner(survey: survey)
    var plan = planner.make()
    plan.notes += survey.notes(unread: rows.unread)
    self.plan = plan
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

  /// What was recognised in all sources of a run.
  static func summarize(
    path: String,
    _ sources: [PlannedSource],
    notes: [String]
  ) -> Recognition {
    let importer = sources.first?.source.importer
    var result = Recognition(
      path: path,
      format: importer?.id ?? "",
      title: importer?.title ?? ""
    )
    result.notes = notes
    result.holdsWords = sources.contains { $0.source.importer.holdsWords }
    for source in sources {
      result.files += source.files
      result.columns += source.plan.recognized
      result.otherValues += source.others
      result.restarts = max(result.restarts, source.plan.restarts)
      result.valuesAreSmoothed = result.valuesAreSmoothed || source.plan.isSmoothed
      for note in source.plan.notes where !result.notes.contains(note) { result.notes.append(note) }
      for game in source.plan.games.compactMap({ $0 }) where !result.games.contains(game) {
        result.games.append(game)
      }
    }
    result.stepUnit = sources.first?.plan.rule.unit ?? .row
    return result
  }
}
