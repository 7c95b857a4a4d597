// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What was recognized in a log, and what was not: everything that the reader decided.
public struct Recognition: Sendable {
  /// How a column's meaning is known.
  public enum Origin: String, Sendable {
    /// From its name.
    case name
    /// From its name and its values.
    case values
    /// The user said so.
    case told
  }

  /// A column and what was made of it.
  public struct Column: Sendable {
    /// The name as it stands in the log.
    public var name: String
    /// The signals it became; empty where it is not judged.
    public var signals: [Signal]
    /// The game; nil where there is one, or for all.
    public var game: String?
    /// What the column is, in words: units, conventions, why it is not judged.
    public var note: String
    /// Whether the reader knows what the column is, signal or not.
    public var isKnown: Bool
    /// How that is known.
    public var origin: Origin
    /// Count of values.
    public var count: Int
    /// Values that are NaN or infinite.
    public var nonFinite: Int
    /// Smallest and largest finite value.
    public var range: ClosedRange<Double>?
  }

  /// A file of the run.
  public struct File: Sendable {
    /// Its path.
    public var path: String
    /// Records or lines that were understood.
    public var recordsRead: Int
    /// Lines that are no log lines.
    public var linesIgnored: Int
    /// What could not be read.
    public var damage: DamageLog
  }

  /// The path that was given.
  public var path: String
  /// Identifier of the importer.
  public var format: String
  /// The format in words.
  public var title: String
  /// The files, in the order in which they were read.
  public var files: [File] = []
  /// The columns, in the order in which they first appear.
  public var columns: [Column] = []
  /// Names of the games, where there are several.
  public var games: [String] = []
  /// What a step is.
  public var stepUnit = StepUnit.step
  /// Whether the files are text, in which words may stand between the numbers.
  public var holdsWords = false
  /// Whether only trainers of GANs write this format.
  var isOfGameAlways = false
  /// How often the step went back: a resumed or restarted run.
  public var restarts = 0
  /// Whether what was written before a restart at later steps is read, too.
  public var keepsAllSessions = false
  /// Whether names say that values are averages over several steps.
  public var valuesAreSmoothed = false
  /// Tags that are not numbers: name, kind, count.
  public var otherValues: [(tag: String, kind: ParsedRows.OtherKind, count: Int)] = []
  /// Values that can't be read whole: the column, how many, and the first as it stands there.
  public var unread: [(column: String, count: Int, first: String)] = []
  /// Everything else that was decided, one sentence each.
  public var notes: [String] = []

  /// Columns of which nothing is known: `--map` settles them.
  public var unknownColumns: [Column] { columns.filter { !$0.isKnown } }

  /// Records or lines that were understood, in all files.
  public var recordsRead: Int { files.reduce(0) { $0 + $1.recordsRead } }

  /// Records that were there but damaged, in all files.
  public var recordsSkipped: Int { files.reduce(0) { $0 + $1.damage.recordsSkipped } }

  /// Signals that the run has, in the order of `Signal`.
  public var signals: [Signal] {
    let found = Set(columns.lazy.filter { $0.count > 0 }.flatMap(\.signals))
    return Signal.allCases.filter(found.contains)
  }

  /// The line that every command prints first.
  public var summary: String {
    let mapped = columns.filter { !$0.signals.isEmpty }
    let mapping =
      mapped.map { column in
        let side = column.game.map { "\($0):" } ?? ""
        return "\(column.name) -> \(side)\(column.signals.map(\.rawValue).joined(separator: "+"))"
          + (column.note.isEmpty ? "" : " (\(column.note))")
      }
      .joined(separator: ", ")
    let unknown = unknownColumns.map(\.name)
    var parts = ["read as \(title): \(recordsRead) records"]
    if recordsSkipped > 0 { parts[0] += ", \(recordsSkipped) damaged" }
    parts.append("\(columns.filter(\.isKnown).count) of \(columns.count) columns understood")
    if !mapping.isEmpty { parts.append(mapping) }
    if !unknown.isEmpty {
      let shown = unknown.prefix(8).joined(separator: ", ")
      parts.append("unknown: \(shown)" + (unknown.count > 8 ? ", ... (\(unknown.count))" : ""))
    }
    return parts.joined(separator: "; ")
  }

  /// What else a user should know: restarts, damage, conventions, axis.
  public var remarks: [String] {
    var lines = notes + unread.map { Recognition.sentence($0) } + notFinite
    if !isOfGame, let mapLine { lines.append("say which column is which, as in \(mapLine)") }
    if stepUnit != .step {
      lines.append("the log has no plain step: steps count \(stepUnit.words)")
    }
    if restarts > 0 {
      lines.append(
        "the step went back \(restarts) time\(restarts == 1 ? "" : "s") (restarts): "
          + "what was written before at later steps is "
          + (keepsAllSessions ? "kept" : "superseded; --sessions all keeps it")
      )
    }
    for file in files {
      for damage in file.damage.list.prefix(5) {
        lines.append("\(file.path): \(damage.words)")
      }
      if file.damage.count > 5 {
        lines.append(
          "\(file.path): \(file.damage.count) damaged places, \(file.damage.bytes) bytes in all"
        )
      }
    }
    return lines
  }
}

extension StepUnit {
  fileprivate var words: String {
    switch self {
    case .step: "steps"
    case .batch: "batches, from epoch and batch"
    case .epoch: "epochs"
    case .kimg: "thousands of images"
    case .images: "images"
    case .row: "rows"
    }
  }
}

extension Damage {
  /// Where it is and what it cost.
  var words: String {
    let place = "\(bytes) bytes at offset \(offset)"
    switch kind {
    case .checksum: return "\(place): checksum does not match; the record was skipped"
    case .framing: return "\(place): no record there; the reader went on behind them"
    case .truncated: return "\(place): the last record is cut off"
    case .malformed: return "\(place): not a valid record; skipped"
    case .oversized: return "\(place): a record or line too large to be one; skipped"
    }
  }
}
