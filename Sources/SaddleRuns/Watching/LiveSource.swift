// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// One stream of rows while it is being written: bytes in, observations out.
///
/// Surveys and reads at the same time. What columns mean may become clear only after some rows
/// (a probability or a score, steps within an epoch), so the first rows are kept: when the plan
/// changes among them, everything is read again with the better plan and the taker starts over.
/// After them a column keeps its meaning; new columns are still added.
struct LiveSource {
  /// Observations that became complete.
  struct Output {
    /// Whether they begin at the beginning again: forget what came before.
    var isRebuilt = false
    var observations: [GameObservation] = []

    /// Adds what came after.
    mutating func append(_ next: Output) {
      if next.isRebuilt { self = next } else { observations += next.observations }
    }
  }

  /// Rows that are kept for a better plan.
  static let earlyRows = 200
  private static let earlyCells = 20_000

  let source: LogSource
  private(set) var plan = ReadingPlan()
  private(set) var rows = ParsedRows()

  private let mayRebuild: Bool
  private var survey: LogSurvey
  private var assembler: Assembler
  private var early: [(rows: ParsedRows, facts: [RunFact])] = []
  private var earlyCount = 0
  private var isEarly = true
  /// Whether the log beside which it stands counts images (`StepRule.beside`).
  var countsImages = false

  init(_ source: LogSource, mapping: SignalMapping, mayRebuild: Bool) {
    self.source = source
    self.mayRebuild = mayRebuild
    survey = LogSurvey(source, mapping: mapping)
    plan.uses = []
    assembler = Assembler(plan: plan, keepsAllSessions: true)
  }

  /// Learns from bytes that will be read later; see `LiveRun`.
  mutating func survey(_ bytes: UnsafeRawBufferPointer, _ parser: inout any LogParser) {
    parser.consume(bytes, into: &rows)
    survey.take(rows)
    rows.removeRows()
  }

  /// Ends the learning ahead: damage and counts belong to the reading.
  mutating func endSurvey() {
    rows.beginAgain()
    guard survey.rowCount > 0 else { return }
    _ = improvePlan()
    assembler = Assembler(plan: plan, keepsAllSessions: true)
    isEarly = survey.rowCount < LiveSource.earlyRows
  }

  /// What was recognized so far.
  func recognized(_ path: String) -> Recognition.Source {
    var result = Recognition.Source(source.importer, plan, path: path, rows)
    result.take(rows, survey)
    return result
  }

  /// Reads bytes; `isSurveyed` where `survey` has seen them.
  mutating func take(
    _ bytes: UnsafeRawBufferPointer,
    _ parser: inout WordedParser,
    isSurveyed: Bool
  ) -> Output {
    var output = Output()
    for part in parser.parts(of: bytes) {
      parser.parse(part.bytes, into: &rows)
      output.append(takeRows(isSurveyed: isSurveyed))
      note(part.facts)
    }
    return output
  }

  /// Notes what the log says in words behind the rows so far.
  private mutating func note(_ facts: [RunFact]) {
    guard !facts.isEmpty else { return }
    if isEarly, mayRebuild {
      if early.isEmpty { early.append((ParsedRows(), [])) }
      early[early.count - 1].facts += facts
    }
    assembler.note(facts)
  }

  /// Reads what the parser held back: no more bytes will come.
  mutating func finish(_ parser: inout WordedParser) -> Output {
    let facts = parser.finish(into: &rows)
    var output = takeRows(isSurveyed: false)
    note(facts)
    output.observations += flush()
    return output
  }

  /// Says that the next row begins a file anew.
  mutating func beginSession() {
    rows.beginSession()
  }

  /// Hands out what is held back in case the step goes on.
  mutating func flush() -> [GameObservation] {
    var found: [GameObservation] = []
    assembler.flush { found.append($0) }
    return found
  }

  private mutating func takeRows(isSurveyed: Bool) -> Output {
    var output = Output()
    guard !rows.rows.isEmpty else { return output }
    if isEarly, mayRebuild { early.append((rows, [])) }
    if !isSurveyed { survey.take(rows) }
    let (isChanged, flushed) = improvePlan()
    output.observations += flushed
    if isChanged, isEarly, mayRebuild {
      output = Output(isRebuilt: true)
      assembler = Assembler(plan: plan, keepsAllSessions: true)
      for (rows, facts) in early {
        assembler.take(rows) { output.observations.append($0) }
        assembler.note(facts)
      }
    } else {
      assembler.take(rows) { output.observations.append($0) }
    }
    earlyCount += rows.rows.count
    if isEarly, earlyCount >= LiveSource.earlyRows || rows.cells.count > LiveSource.earlyCells {
      isEarly = false
      early = []
    }
    rows.removeRows()
    return output
  }

  /// Makes a new plan where that may differ: whether it does, and what was held back.
  private mutating func improvePlan() -> (isChanged: Bool, flushed: [GameObservation]) {
    let hasNewColumns = survey.names.count != plan.uses.count
    let rule = survey.steps.rule().beside(images: countsImages)
    guard hasNewColumns || isEarly || rule != plan.rule else { return (false, []) }
    var planner = Planner(survey: survey, keepsAllSessions: true)
    var next = planner.make()
    next.rule = rule
    let isReplaced = isEarly && mayRebuild
    if !isReplaced, !plan.uses.isEmpty { next.keepMeanings(of: plan) }
    let isChanged = !next.hasSameMeanings(as: plan)
    plan = next
    var flushed: [GameObservation] = []
    if isChanged, !isReplaced { assembler.adopt(next) { flushed.append($0) } }
    return (isChanged, flushed)
  }
}

extension ReadingPlan {
  /// Whether both make the same of each row.
  func hasSameMeanings(as other: ReadingPlan) -> Bool {
    rule == other.rule && games == other.games
      && sumsDiscriminatorLoss == other.sumsDiscriminatorLoss
      && uses.elementsEqual(other.uses) { $0.hasSameMeaning(as: $1) }
  }

  /// Keeps what `old` made of its columns; only what is new in this plan is new.
  mutating func keepMeanings(of old: ReadingPlan) {
    let isFiner = old.rule.unit == rule.unit || rule.isFiner(than: old.rule)
    if !isFiner { rule = old.rule }
    var taken: [Signal] = []
    for index in uses.indices where index < old.uses.count {
      uses[index] = old.uses[index]
      if index < recognized.count, index < old.recognized.count {
        recognized[index].signals = old.recognized[index].signals
        recognized[index].game = old.recognized[index].game
        taken += recognized[index].signals
      }
    }
    let hasOtherGames = games != old.games
    for index in uses.indices where index >= old.uses.count {
      let signals = index < recognized.count ? recognized[index].signals : []
      let isKnown = signals.contains(where: taken.contains) && old.games.count < 2
      guard isKnown || (hasOtherGames && uses[index].game != nil) else { continue }
      uses[index].action = .skip
      if index < recognized.count { recognized[index].signals = [] }
    }
    games = old.games
    sumsDiscriminatorLoss = old.sumsDiscriminatorLoss
  }
}

extension ReadingPlan.Use {
  fileprivate func hasSameMeaning(as other: ReadingPlan.Use) -> Bool {
    action == other.action && scale == other.scale && game == other.game
      && isMetric == other.isMetric && isPlacedByPosition == other.isPlacedByPosition
  }
}
