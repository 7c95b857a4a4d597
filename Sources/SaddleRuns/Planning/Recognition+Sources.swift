// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

extension Recognition {
  /// What was recognized in one source of a run: files of one format that follow one another.
  struct Source: Sendable {
    var importer: any Importer.Type
    var plan: ReadingPlan
    var files: [File]
    var unread: [(column: String, count: Int, first: String)] = []
    var others: [(tag: String, kind: ParsedRows.OtherKind, count: Int)] = []

    init(_ importer: any Importer.Type, _ plan: ReadingPlan, files: [File]) {
      self.importer = importer
      self.plan = plan
      self.files = files
    }

    /// What was recognized so far in a file that is being read.
    init(_ importer: any Importer.Type, _ plan: ReadingPlan, path: String, _ rows: ParsedRows) {
      self.init(importer, plan, files: [File(path, rows)])
    }

    /// Adds what parsers found beside the rows, and the survey understands.
    mutating func take(_ rows: ParsedRows, _ survey: LogSurvey) {
      unread = survey.unread(in: rows)
      others = rows.others.map { ($0.key, $0.value.kind, $0.value.count) }.sorted { $0.0 < $1.0 }
    }
  }

  /// What was recognized in all sources of a run.
  init(_ path: String, _ sources: [Source], notes: [String] = []) {
    let importer = sources.first?.importer
    self.init(path: path, format: importer?.id ?? "", title: importer?.title ?? "")
    self.notes = notes
    holdsWords = sources.contains { $0.importer.holdsWords }
    isOfGameAlways = sources.contains { $0.importer.isOfGame }
    for source in sources {
      files += source.files
      columns += source.plan.recognized
      otherValues += source.others
      unread += source.unread
      restarts = max(restarts, source.plan.restarts)
      keepsAllSessions = keepsAllSessions || source.plan.keepsAllSessions
      valuesAreSmoothed = valuesAreSmoothed || source.plan.isSmoothed
      for note in source.plan.notes where !self.notes.contains(note) { self.notes.append(note) }
      for game in source.plan.games.compactMap({ $0 }) where !games.contains(game) {
        games.append(game)
      }
    }
    stepUnit = sources.first?.plan.rule.unit ?? .row
  }

  /// What to say of a column that lost values because they can't be read whole.
  static func sentence(_ lost: (column: String, count: Int, first: String)) -> String {
    let values = lost.count == 1 ? "1 value" : "\(lost.count) values"
    return "\(lost.column): \(values) not read, the first is '\(lost.first)': no number, or one in "
      + "a notation that may mean two"
  }
}

extension Recognition.File {
  /// A file as far as it was read.
  init(_ path: String, _ rows: ParsedRows) {
    self.init(
      path: path,
      recordsRead: rows.recordsRead,
      linesIgnored: rows.linesIgnored,
      damage: rows.damage
    )
  }
}

/// Says what a growing log is taken for: once, and again when that changes.
struct RecognitionTeller {
  private var mapping = ""
  private var told: Set<String> = []

  /// What there is to say that was not said.
  mutating func news(of recognition: Recognition) -> [String] {
    var result: [String] = []
    let now = recognition.columns.map { "\($0.name)=\($0.signals.map(\.rawValue))" }.joined()
    if now != mapping {
      mapping = now
      result.append(recognition.summary)
    }
    for lost in recognition.unread where told.insert(lost.column).inserted {
      result.append(Recognition.sentence(lost))
    }
    return result
  }
}
