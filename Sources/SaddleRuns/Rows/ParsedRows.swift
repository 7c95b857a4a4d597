// SPDX-License-Identifier: Apache-2.0

/// What a parser found so far: rows of numbers, their columns, and what could not be read.
///
/// The reader takes the rows out after every piece of the file, so that memory stays bounded;
/// columns, damage and counts stay.
public struct ParsedRows: Sendable {
  /// A number in a column.
  public struct Cell: Sendable, Equatable {
    /// The column's number, see `columns`.
    public var column: Int32
    /// The number, non-finite included.
    public var value: Double
  }

  /// One record or line.
  public struct Row: Sendable, Equatable {
    /// The step, where the format has a place for it; otherwise it may be a column.
    public var step: Int?
    /// Seconds since 1970, where the format has a place for it.
    public var wallTime: Double?
    /// Whether the log says that training was started here.
    public var startsSession: Bool
    /// The row's cells are `cells[firstCell..<endCell]`.
    public var firstCell: Int
    /// See `firstCell`.
    public var endCell: Int
  }

  /// Something with a tag that is not a number.
  public enum OtherKind: String, Sendable {
    /// A picture.
    case image
    /// A histogram.
    case histogram
    /// A text.
    case text
    /// Sound, a graph, a mesh, a tensor of many numbers, ...
    case other
  }

  /// The columns.
  public var columns = ColumnNames()
  /// The rows since the last `removeRows`.
  public private(set) var rows: [Row] = []
  /// The cells of `rows`.
  public private(set) var cells: [Cell] = []
  /// What could not be read.
  public var damage = DamageLog()
  /// Records or lines that were understood.
  public var recordsRead = 0
  /// Lines that are not log lines: banners, warnings, progress of something else.
  public var linesIgnored = 0
  /// Tags of values that are not numbers, with their kind and count; at most 1,000.
  public private(set) var others: [String: (kind: OtherKind, count: Int)] = [:]
  /// Values of columns that look like numbers but could not be read whole: how many, and the
  /// first as it stands there; at most 200 columns.
  public private(set) var unread: [String: (count: Int, first: String)] = [:]

  private var openedSession = false

  /// Creates an empty result.
  public init() {}

  /// Forgets the rows, keeps the rest.
  public mutating func removeRows() {
    rows.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
  }

  /// Forgets the rows and everything that was counted; columns keep their numbers.
  mutating func beginAgain() {
    removeRows()
    recordsRead = 0
    linesIgnored = 0
    damage = DamageLog()
    others = [:]
    unread = [:]
  }

  /// Says that training was started before the next row.
  public mutating func beginSession() {
    openedSession = true
  }

  /// Adds a cell to the row that is being built.
  public mutating func add(_ name: String, _ value: Double) {
    guard let column = columns.number(of: name) else { return }
    cells.append(Cell(column: column, value: value))
  }

  /// Adds a cell to the row that is being built.
  mutating func add(_ name: UnsafeRawBufferPointer, _ value: Double) {
    guard let column = columns.number(of: name) else { return }
    cells.append(Cell(column: column, value: value))
  }

  /// Adds a cell by its column's number to the row that is being built.
  mutating func add(column: Int32, _ value: Double) {
    cells.append(Cell(column: column, value: value))
  }

  /// Forgets the cells of the row that is being built.
  mutating func cancelRow() {
    cells.removeLast(cells.count - firstOpenCell)
  }

  /// Whether the row that is being built has a step or an epoch.
  var hasOpenAxis: Bool {
    cells[firstOpenCell...].contains { ParsedRows.isAxisName(columns.names[Int($0.column)]) }
  }

  /// The columns of the row that is being built.
  var openNames: some Collection<String> {
    cells[firstOpenCell...].lazy.map { columns.names[Int($0.column)] }
  }

  static func isAxisName(_ name: String) -> Bool {
    ["step", "iteration", "iter", "itr", "epoch", "global_step", "_step"]
      .contains(name.lowercased())
  }

  private var firstOpenCell: Int { rows.last?.endCell ?? 0 }

  /// Ends the row that is being built; one without cells counts as read but is not kept.
  mutating func endRow(step: Int? = nil, wallTime: Double? = nil) {
    recordsRead += 1
    let first = firstOpenCell
    guard cells.count > first else { return }
    rows.append(
      Row(
        step: step,
        wallTime: wallTime,
        startsSession: openedSession,
        firstCell: first,
        endCell: cells.count
      )
    )
    openedSession = false
  }

  /// Notes a value of a column that looks like a number but can't be read whole.
  mutating func noteUnread(_ name: String, _ text: UnsafeRawBufferPointer) {
    if let known = unread[name] {
      unread[name] = (known.count + 1, known.first)
    } else if unread.count < 200 {
      unread[name] = (1, String(decoding: text.prefix(40), as: UTF8.self))
    }
  }

  /// Notes a value that is not a number.
  mutating func note(_ tag: String, _ kind: OtherKind) {
    if let known = others[tag] {
      others[tag] = (known.kind, known.count + 1)
    } else if others.count < 1000 {
      others[String(tag.prefix(ColumnNames.nameBytes))] = (kind, 1)
    }
  }
}

/// A reader of one log format that is fed with pieces of a file.
///
/// The pieces may be cut anywhere; the rows are the same. A parser never traps, keeps a bounded
/// buffer, and costs time proportional to the bytes it is given, whatever they are. The same
/// parser serves whole files, growing files and pipes.
public protocol LogParser: Sendable {
  /// Reads the next piece.
  mutating func consume(_ bytes: UnsafeRawBufferPointer, into rows: inout ParsedRows)
  /// Says that nothing more will come: reads what was held back, and notes a cut-off record.
  mutating func finish(into rows: inout ParsedRows)
}

extension LogParser {
  /// Reads the next piece.
  public mutating func consume(_ bytes: [UInt8], into rows: inout ParsedRows) {
    bytes.withUnsafeBytes { consume($0, into: &rows) }
  }
}
