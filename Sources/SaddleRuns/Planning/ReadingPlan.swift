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
  var plan = ReadingPlan()

  /// What the columns mean, in the company of the others.
  private(set) var matches: [NameMatcher.Match]

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
    let speakers = speakers()
    for column in matches.indices { decide(column, speakers: speakers) }
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
