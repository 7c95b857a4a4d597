// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What is done with each column of a log, decided after the survey.
struct ReadingPlan: Sendable {
  /// What is done with a column.
  struct Use: Sendable {
    enum Action: Sendable, Equatable {
      case skip
      case axis(ColumnMeaning.Axis)
      case set(Signal)
      case setAll([Signal])
      case add(Signal)
    }
    var action: Action
    var scale = 1.0
    /// Index in `games`; nil means every game.
    var game: Int?
    var restarts = Staircase()
    /// A value of an earlier step is an evaluation made again, not a restart.
    var isMetric = false
    /// Its steps are on another scale than the losses': it is placed where it was written.
    var isPlacedByPosition = false
  }

  var uses: [Use] = []
  var games: [String?] = [nil]
  var rule = StepRule(unit: .row)
  /// Per game: whether the discriminator's loss is the sum of its logged halves.
  var sumsDiscriminatorLoss: [Bool] = [false]
  var recognized: [Recognition.Column] = []
  var notes: [String] = []
  var isSmoothed = false
  var restarts = 0
  var keepsAllSessions = false
  /// The row at which an aborted last session begins, which is left out.
  var endRow: Int?
}

/// Makes a `ReadingPlan` from a survey.
struct Planner {
  let survey: LogSurvey
  /// Whether what a restart makes obsolete is read, too.
  let keepsAllSessions: Bool
  private var plan = ReadingPlan()
  private var names: [String] { survey.names }

  /// What the columns mean, in the company of the others.
  private var matches: [NameMatcher.Match]

  init(survey: LogSurvey, keepsAllSessions: Bool) {
    self.survey = survey
    self.keepsAllSessions = keepsAllSessions
    matches = survey.matches
    NameMatcher.settleSides(&matches)
    Planner.settleGames(&matches)
  }

  /// A second game that is numbered: the columns without a number are of the first.
  private static func settleGames(_ matches: inout [NameMatcher.Match]) {
    guard Set(matches.compactMap(\.game)) == ["2"] else { return }
    let numbered = matches.filter { $0.game != nil }.map(\.meaning)
    for index in matches.indices
    where matches[index].game == nil && numbered.contains(matches[index].meaning) {
      matches[index].game = "1"
    }
  }

  mutating func make() -> ReadingPlan {
    plan.rule = survey.steps.rule()
    plan.keepsAllSessions = keepsAllSessions
    let found = Set(matches.compactMap(\.game)).sorted()
    // One letter alone does not make two games.
    let games: [String?] = found.count >= 2 ? found : [nil]
    plan.games = games
    plan.endRow = keepsAllSessions ? nil : abortedSession
    if let row = plan.endRow {
      plan.notes.append(
        "a last session of \(survey.rowCount - row) rows, which began anew, is left out; "
          + "--sessions all keeps it"
      )
    }
    let winners = winners(games: games)
    for column in matches.indices { decide(column, games: games, isUsed: winners) }
    plan.sumsDiscriminatorLoss = games.indices.map { sums(game: $0) }
    plan.restarts =
      survey.reference.map { survey.statistics[$0].restarts.count }
      ?? survey.statistics.map(\.restarts.count).max() ?? 0
    return plan
  }

  /// Rows above which a session was no mere attempt.
  private static let shortSession = 64

  /// The row at which a last session begins that was given up after a few rows.
  ///
  /// It would supersede the run before it. A session is aborted where it has less than a tenth of
  /// the rows that it supersedes, and few.
  private var abortedSession: Int? {
    guard let reference = survey.reference, let last = survey.statistics[reference].restarts.last,
      let first = survey.statistics[reference].firstOrder, last.from > first
    else { return nil }
    let rows = survey.rowCount - last.row
    let length = Double(last.from) - Double(first)
    let share = (Double(last.from) - Double(max(first, last.order))) / length
    let superseded = share * Double(last.row)
    return rows < Self.shortSession && Double(rows * 10) <= superseded ? last.row : nil
  }

  private struct Slot: Hashable {
    var signal: Signal
    var game: String?
  }

  /// The column that speaks for each signal where several could.
  private func winners(games: [String?]) -> [Slot: Int] {
    var result: [Slot: Int] = [:]
    for column in matches.indices {
      for signal in signals(column) {
        let slot = Slot(signal: signal, game: games.count > 1 ? matches[column].game : nil)
        if let other = result[slot], rank(other) <= rank(column) { continue }
        result[slot] = column
      }
    }
    return result
  }

  private func rank(_ column: Int) -> Int {
    // A column that is never finite or nearly empty should not hide one with values.
    let statistics = survey.statistics[column]
    return matches[column].rank * 2 + (statistics.count == 0 ? 100 : 0)
  }

  private func signals(_ column: Int) -> [Signal] {
    switch matches[column].meaning {
    case .signals(let signals, _): signals
    case .output(let side): [output(side, column).signal]
    case .share(let signal): isShareOfGame(column) ? [signal] : []
    case .term, .axis, .understood, .unknown: []
    }
  }

  /// "accuracy" alone is D's only where there is a D: classifiers have one, too.
  private func isShareOfGame(_ column: Int) -> Bool {
    survey.isTold[column] || survey.hasDiscriminator
  }

  private func output(
    _ side: ColumnMeaning.Side,
    _ column: Int
  ) -> (signal: Signal, note: String, isGuess: Bool) {
    let game = matches[column].game ?? ""
    // Both sides of one game are in one convention: a score on either side decides.
    let pair = matches.indices.filter {
      if case .output = matches[$0].meaning {
        (matches[$0].game ?? "") == game && survey.statistics[$0].count > 0
      } else {
        false
      }
    }
    let isWithin = pair.allSatisfy { survey.statistics[$0].isWithinUnit }
    let verdict = survey.evidence[game]?.verdict ?? .open
    let isProbability = isWithin && verdict != .score
    let signal: Signal =
      switch (side, isProbability) {
      case (.real, true): .probabilityReal
      case (.fake, true): .probabilityFake
      case (.real, false): .scoresReal
      case (.fake, false): .scoresFake
      }
    let note =
      if !isWithin {
        "score: values leave 0...1"
      } else if verdict == .score {
        "score: fits the generator loss, a probability would not"
      } else if verdict == .probability {
        "probability: fits the generator loss"
      } else {
        "taken for a probability: all values are within 0...1; if not so, --map "
          + "scores/\(side.rawValue)=..."
      }
    return (signal, note, isWithin && verdict == .open)
  }

  private mutating func decide(_ column: Int, games: [String?], isUsed winners: [Slot: Int]) {
    let match = matches[column]
    let statistics = survey.statistics[column]
    var use = ReadingPlan.Use(action: .skip)
    var note = ""
    var isKnown = true
    var origin: Recognition.Origin = survey.isTold[column] ? .told : .name
    var used: [Signal] = []
    let game = games.count > 1 ? match.game : nil
    use.game = game.flatMap { games.firstIndex(of: $0) }

    func speaksFor(_ signal: Signal) -> Bool {
      winners[Slot(signal: signal, game: game)] == column
    }
    switch match.meaning {
    case .axis(let axis):
      use.action = .axis(axis)
      note = "axis: \(axis.rawValue)"
    case .understood(let reason): note = reason
    case .unknown: isKnown = false
    case .term(let signal):
      if winners[Slot(signal: signal, game: game)] != nil {
        note = "a part of \(signal.rawValue), which is there as a whole; not used"
        break
      }
      use.action = .add(signal)
      used = [signal]
      note = "a term of the sum"
    case .signals(let signals, let scale):
      used = signals.filter(speaksFor)
      use.scale = scale
    case .share where !isShareOfGame(column):
      isKnown = false
      note = "accuracy of what? there is no discriminator loss"
    case .share(let signal):
      used = speaksFor(signal) ? [signal] : []
      origin = origin == .told ? .told : .values
      let isPercent = statistics.maximum > 1.001 && statistics.maximum <= 100.001
      if isPercent {
        use.scale = 0.01
        note = "per cent"
      }
    case .output(let side):
      let reading = output(side, column)
      used = speaksFor(reading.signal) ? [reading.signal] : []
      origin = .values
      note = reading.note
    }
    if case .skip = use.action, !used.isEmpty {
      use.action = used.count == 1 ? .set(used[0]) : .setAll(used)
    }
    if case .skip = use.action, isKnown, !signals(column).isEmpty {
      let winner = signals(column).compactMap { winners[Slot(signal: $0, game: game)] }.first
      note = "same signal as \(winner.map { names[$0] } ?? "another column"); not used"
    }
    if games.count > 1, game == nil, used.contains(where: Planner.belongsToOneGame) {
      use.action = .skip
      used = []
      note = "of all games together; the games are judged one by one"
    }
    if statistics.count >= 3, statistics.strangeSteps * 10 > statistics.count * 6, !used.isEmpty {
      use.isPlacedByPosition = true
      note +=
        (note.isEmpty ? "" : "; ") + "its steps are on another scale: placed where it was "
        + "written"
    }
    if match.isSmoothed, !used.isEmpty {
      plan.isSmoothed = true
      note += (note.isEmpty ? "" : "; ") + "averaged over several steps"
    }
    let isMetric = !used.isEmpty && used.allSatisfy { $0.rawValue.hasPrefix("metrics/") }
    if isMetric, let reference = survey.reference {
      use.isMetric = true
      use.restarts = survey.statistics[reference].restarts
    } else if !use.isPlacedByPosition {
      use.restarts = statistics.restarts
    }
    if let row = plan.endRow { use.restarts.drop(from: row) }
    plan.uses.append(use)
    plan.recognized.append(
      Recognition.Column(
        name: names[column],
        signals: used,
        game: game,
        note: note,
        isKnown: isKnown,
        origin: origin,
        count: statistics.count,
        nonFinite: statistics.nonFinite,
        range: statistics.minimum <= statistics.maximum
          ? statistics.minimum...statistics.maximum : nil
      )
    )
  }

  private static func belongsToOneGame(_ signal: Signal) -> Bool {
    signal.rawValue.hasPrefix("loss/")
  }

  /// Whether a game logs both halves of the discriminator's loss, but not the whole.
  private mutating func sums(game: Int) -> Bool {
    let name = plan.games[game]
    let mine = Set(plan.recognized.filter { $0.game == name }.flatMap(\.signals))
    let isPair = mine.contains(.lossDiscriminatorReal) && mine.contains(.lossDiscriminatorFake)
    guard isPair, !mine.contains(.lossDiscriminator),
      !mine.contains(.lossDiscriminatorAdversarial)
    else { return false }
    let side = name.map { "\($0):" } ?? ""
    plan.notes.append("\(side)loss/d is the sum of its logged halves, loss/d_real + loss/d_fake")
    return true
  }
}
