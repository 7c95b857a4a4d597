// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The first pass over a log: what its columns are, how they behave, where it goes back.
///
/// Names alone don't tell a probability from a score or a restart from a slow metric; the values
/// of the whole log do. Memory grows with the count of columns, not with the log.
struct LogSurvey: Sendable {
  let matcher: NameMatcher
  let mapping: SignalMapping
  /// The columns' names, the source's prefix included.
  private(set) var names: [String] = []
  private(set) var matches: [NameMatcher.Match] = []
  private(set) var isTold: [Bool] = []
  private(set) var statistics: [ColumnStatistics] = []
  private(set) var steps = StepLearner()
  /// Of each game what its outputs are, as far as its loss tells.
  private var evidence: [OutputEvidence] = []
  private(set) var rowCount = 0
  private(set) var sessionMarks = 0

  private let prefix: String
  private var lastPlace = RowPlace()
  /// The first column that is a loss: what the others' steps are compared with.
  private(set) var reference: Int?
  /// Of each game the columns of the generator's loss and of D's output on fakes.
  private var lossColumns: [Int?] = []
  private var fakeColumns: [Int?] = []
  private var games: [String] = []
  private var roles: [Role] = []
  private var groups = RowGroups()

  /// What the survey does with a column, decided once per column.
  private enum Role { case axis(ColumnMeaning.Axis), loss(game: Int), fakeOutput(game: Int), plain }

  init(_ source: LogSource, mapping: SignalMapping) {
    matcher = NameMatcher(dialect: source.importer.dialect)
    prefix = source.prefix.isEmpty ? "" : source.prefix + "/"
    self.mapping = mapping
  }

  /// Changes when the columns, or what their values say of them, change.
  var signature: [Int] {
    statistics.indices.map { column in
      switch matches[column].meaning {
      case .output: statistics[column].isWithinUnit ? 1 : 2
      case .share: statistics[column].maximum > 1.001 ? 3 : 4
      default: 0
      }
    }
  }

  /// Whether some column is about a discriminator for certain.
  var hasDiscriminator: Bool {
    matches.contains { match in
      switch match.meaning {
      case .output: true
      case .signals(let signals, _):
        signals.contains { $0.rawValue.hasPrefix("loss/d") || $0.rawValue.hasPrefix("scores/") }
      case .share(let signal): signal != .accuracy
      case .term, .axis, .understood, .unknown: false
      }
    }
  }

  /// What columns lost that are of the game, because it can't be read whole.
  func unread(in rows: ParsedRows) -> [(column: String, count: Int, first: String)] {
    rows.unread.sorted { $0.key < $1.key }.compactMap { name, lost in
      switch matcher.match(prefix + name).meaning {
      case .signals, .term, .output, .share: (name, lost.count, lost.first)
      case .understood, .axis, .unknown: nil
      }
    }
  }

  /// Takes in rows; columns are numbered as in `rows.columns`.
  mutating func take(_ rows: ParsedRows) {
    learnColumns(rows.columns)
    for row in rows.rows {
      let place = place(of: row, in: rows)
      if row.startsSession, rowCount > 0 { sessionMarks += 1 }
      let goesOn = groups.goesOn(row, in: rows, isMoved: place != lastPlace) { column in
        if case .axis = roles[column] { true } else { false }
      }
      if goesOn { rowCount -= 1 }
      steps.take(place, goesOn: goesOn)
      let order = place.order ?? lastPlace.order ?? rowCount
      for index in row.firstCell..<row.endCell {
        take(rows.cells[index], order: order)
      }
      lastPlace = place
      rowCount += 1
    }
  }

  /// The row's place; what a row does not say is as in the row before.
  private func place(of row: ParsedRows.Row, in rows: ParsedRows) -> RowPlace {
    if let step = row.step { return RowPlace(step: step, wallTime: row.wallTime) }
    return RowPlace.of(row, in: rows, before: lastPlace) { column in
      if case .axis(let axis) = roles[column] { axis } else { nil }
    }
  }

  private mutating func take(_ cell: ParsedRows.Cell, order: Int) {
    let column = Int(cell.column)
    if case .axis = roles[column] {
      statistics[column].take(cell.value)
      return
    }
    statistics[column].take(cell.value)
    // A program that was started again may begin at the very step where it stood.
    let isNewSession = statistics[column].session != sessionMarks
    statistics[column].session = sessionMarks
    if let last = statistics[column].lastOrder, order < last || (isNewSession && order == last) {
      statistics[column].restarts.goBack(to: order, from: last, row: rowCount)
    }
    if statistics[column].firstOrder == nil { statistics[column].firstOrder = order }
    statistics[column].lastOrder = order
    if let reference, reference != column, let around = statistics[reference].lastOrder {
      let distance = Steps.distance(order, around)
      if distance > 50, distance > around.magnitude / 2 { statistics[column].strangeSteps += 1 }
    }
    switch roles[column] {
    case .loss(let game), .fakeOutput(let game): compare(game, order: order)
    case .axis, .plain: break
    }
  }

  /// Notes how well D's output on fakes explains the generator's loss of the same step.
  private mutating func compare(_ game: Int, order: Int) {
    guard let loss = lossColumns[game], let fake = fakeColumns[game],
      statistics[loss].lastOrder == order, statistics[fake].lastOrder == order
    else { return }
    evidence[game].take(output: statistics[fake].lastValue, loss: statistics[loss].lastValue)
  }

  private mutating func learnColumns(_ columns: ColumnNames) {
    guard matches.count < columns.names.count else { return }
    for (number, column) in columns.names.enumerated().dropFirst(matches.count) {
      let name = prefix + column
      names.append(name)
      var match = matcher.match(name)
      let told = mapping.entry(for: name)
      if let told {
        match = NameMatcher.Match(meaning: told.meaning, game: told.game, rank: -1)
      }
      matches.append(match)
      isTold.append(told != nil)
      statistics.append(ColumnStatistics())
      roles.append(role(match, number: number))
    }
  }

  private mutating func role(_ match: NameMatcher.Match, number: Int) -> Role {
    switch match.meaning {
    case .axis(let axis): return .axis(axis)
    case .signals([.lossGenerator], _), .signals([.lossGeneratorAdversarial], _):
      let game = gameNumber(match.game)
      if reference == nil { reference = number }
      if match.meaning == .signal(.lossGeneratorAdversarial) || lossColumns[game] == nil {
        lossColumns[game] = number
      }
      return .loss(game: game)
    case .signals([.lossDiscriminator], _):
      if reference == nil { reference = number }
      return .plain
    case .output(.fake):
      let game = gameNumber(match.game)
      if fakeColumns[game] == nil { fakeColumns[game] = number }
      return .fakeOutput(game: game)
    default: return .plain
    }
  }

  private mutating func gameNumber(_ name: String?) -> Int {
    let name = name ?? ""
    if let known = games.firstIndex(of: name) { return known }
    games.append(name)
    lossColumns.append(nil)
    fakeColumns.append(nil)
    evidence.append(OutputEvidence())
    return games.count - 1
  }

  /// What the outputs of a game are, as far as its loss tells.
  func outputs(ofGame name: String) -> OutputEvidence.Verdict {
    games.firstIndex(of: name).map { evidence[$0].verdict } ?? .open
  }
}
