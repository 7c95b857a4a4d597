// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// The second pass over a log: rows in, observations out, one per game and step.
struct Assembler: Sendable {
  private(set) var plan: ReadingPlan
  private let keepsAllSessions: Bool
  private var row = 0
  private var groups = RowGroups()
  private var session = 0
  private var lastPlace = RowPlace()
  private var lastStep: Int?
  private var lastRowStep: Int?
  private var nextRestart: [Int]
  /// What is asked of a column at each of its cells, by column.
  private var lanes: Lanes
  private var pending: [Observation?]
  /// Facts before the first observation: at most so many are kept, the last ones.
  private static let factLimit = 256
  private var heldFacts: [RunFact] = []
  private var emittedStep: Int?
  private var sessions = SessionTracker()

  init(plan: ReadingPlan, keepsAllSessions: Bool) {
    self.plan = plan
    self.keepsAllSessions = keepsAllSessions
    nextRestart = Array(repeating: 0, count: plan.uses.count)
    pending = Array(repeating: nil, count: plan.games.count)
    lanes = Lanes(plan)
  }

  /// A column's use without what is asked for seldom.
  private struct Lane {
    enum Kind: UInt8 { case skipped, axis, metric, training }

    let kind: Kind
    let axis: ColumnMeaning.Axis?
    let hasRestarts: Bool

    init(_ use: ReadingPlan.Use) {
      var axis: ColumnMeaning.Axis?
      switch use.action {
      case .skip: kind = .skipped
      case .axis(let found):
        kind = .axis
        axis = found
      case .set(let signal) where use.isMetric || signal.rawValue.hasPrefix("metrics/"):
        kind = .metric
      case .set, .setAll, .add: kind = .training
      }
      self.axis = axis
      hasRestarts = !use.restarts.entries.isEmpty
    }

    static let unknown = Lane(ReadingPlan.Use(action: .skip))
  }

  private struct Lanes {
    private var lanes: [Lane] = []

    init(_ plan: ReadingPlan) { lanes = plan.uses.map(Lane.init) }

    func at(_ column: Int) -> Lane { column < lanes.count ? lanes[column] : .unknown }
  }

  /// Goes on with a plan that knows more columns, or knows them better.
  mutating func adopt(_ plan: ReadingPlan, emit: (GameObservation) throws -> Void) rethrows {
    try flush(emit)
    self.plan = plan
    nextRestart += Array(repeating: 0, count: max(0, plan.uses.count - nextRestart.count))
    pending = Array(repeating: nil, count: plan.games.count)
    lanes = Lanes(plan)
  }

  /// Takes in rows and hands out the observations that they complete.
  mutating func take(
    _ rows: ParsedRows,
    emit: (GameObservation) throws -> Void
  ) rethrows {
    for item in rows.rows {
      if let end = plan.endRow, row >= end { break }
      let place =
        item.step != nil
        ? RowPlace(step: item.step, wallTime: item.wallTime)
        : RowPlace.of(item, in: rows, before: lastPlace) { lanes.at($0).axis }
      let goesOn = groups.goesOn(item, in: rows, isMoved: place != lastPlace) { column in
        lanes.at(column).kind == .axis
      }
      if goesOn { row -= 1 }
      let order = place.order ?? lastPlace.order ?? row
      let step = plan.rule.step(place, row: row) ?? lastRowStep ?? row
      if item.startsSession, lastStep != nil {
        try flush(emit)
        session += 1
      }
      try track(item, in: rows, step: step, emit: emit)
      for index in item.firstCell..<item.endCell {
        let cell = rows.cells[index]
        let column = Int(cell.column)
        let lane = lanes.at(column)
        if lane.kind == .skipped { continue }
        if lane.hasRestarts, isSuperseded(column, order: order) { continue }
        let placed = plan.uses[column].isPlacedByPosition ? lastStep ?? step : step
        if plan.uses[column].isMetric, let lastStep, placed < lastStep, !item.startsSession {
          continue
        }
        if placed != lastStep || !isPending {
          if let lastStep, placed != lastStep {
            try flush(emit)
            if placed < lastStep { session += 1 }
          }
          lastStep = placed
        }
        take(cell.value, column, step: placed, wallTime: place.wallTime)
      }
      lastRowStep = step
      lastPlace = place
      row += 1
    }
  }

  /// Hands out what is held back.
  mutating func flush(_ emit: (GameObservation) throws -> Void) rethrows {
    for game in pending.indices {
      guard var observation = pending[game] else { continue }
      pending[game] = nil
      if observation.values.isEmpty, observation.facts.isEmpty { continue }
      if plan.sumsDiscriminatorLoss[game], let real = observation[.lossDiscriminatorReal],
        let fake = observation[.lossDiscriminatorFake]
      {
        observation[.lossDiscriminator] = real + fake
      }
      emittedStep = observation.step
      try emit(GameObservation(game: plan.games[game], observation: observation, session: session))
    }
  }

  /// Follows the sessions; at the beginning of one the former is told with its first observation.
  private mutating func track(
    _ item: ParsedRows.Row,
    in rows: ParsedRows,
    step: Int,
    emit: (GameObservation) throws -> Void
  ) rethrows {
    var isTraining = false
    var metrics: [(signal: Signal, value: Double)] = []
    for index in item.firstCell..<item.endCell {
      let cell = rows.cells[index]
      switch lanes.at(Int(cell.column)).kind {
      case .skipped, .axis: continue
      case .training: isTraining = true
      case .metric:
        let use = plan.uses[Int(cell.column)]
        if case .set(let signal) = use.action { metrics.append((signal, cell.value * use.scale)) }
      }
    }
    // The row may begin a session: what it measures is that one's.
    let former = isTraining ? sessions.take(step: step, isMarked: item.startsSession) : nil
    for metric in metrics { sessions.take(metric.signal, metric.value, step: step) }
    guard let former else { return }
    try flush(emit)
    var fact = RunFact(.session, "a session begins")
    fact.step = step
    fact.session = former
    heldFacts = heldFacts.suffix(Assembler.factLimit - 1) + [fact]
  }

  /// Notes what the log says behind the rows taken in so far.
  ///
  /// It is handed out with the observation before it; what stands before the first one, with that.
  mutating func note(_ facts: [RunFact]) {
    guard !facts.isEmpty else { return }
    sessions.note(facts)
    // What stands behind superseded rows belongs to those that follow.
    guard let lastStep, heldFacts.isEmpty, isPending || emittedStep == lastStep else {
      heldFacts = (heldFacts + facts).suffix(Assembler.factLimit)
      return
    }
    attach(facts, step: lastStep)
  }

  private mutating func attach(_ facts: [RunFact], step: Int) {
    for var fact in facts {
      fact.step = fact.step ?? step
      for game in pending.indices {
        if pending[game] == nil { pending[game] = Observation(step: step) }
        pending[game]?.facts.append(fact)
      }
    }
  }

  private var isPending: Bool { pending.contains { $0 != nil } }

  private mutating func isSuperseded(_ column: Int, order: Int) -> Bool {
    if keepsAllSessions { return false }
    let entries = plan.uses[column].restarts.entries
    if entries.isEmpty { return false }
    while nextRestart[column] < entries.count, entries[nextRestart[column]].row <= row {
      nextRestart[column] += 1
    }
    return nextRestart[column] < entries.count && order >= entries[nextRestart[column]].order
  }

  private mutating func take(
    _ value: Double,
    _ column: Int,
    step: Int,
    wallTime: Double?
  ) {
    let game = plan.uses[column].game
    switch plan.uses[column].action {
    case .set(let signal):
      let scaled = value * plan.uses[column].scale
      set(signal, scaled, game: game, step: step, wallTime: wallTime)
    case .setAll(let signals):
      let scaled = value * plan.uses[column].scale
      for signal in signals { set(signal, scaled, game: game, step: step, wallTime: wallTime) }
    case .add(let signal):
      for game in game.map({ $0..<$0 + 1 }) ?? pending.indices {
        let before = pending[game]?[signal] ?? 0
        set(signal, before + value, game: game, step: step, wallTime: wallTime)
      }
    // Images are on the axis and a signal as well.
    case .axis(.kimg):
      set(.imagesSeen, value * 1000, game: nil, step: step, wallTime: wallTime)
    case .axis(.images): set(.imagesSeen, value, game: nil, step: step, wallTime: wallTime)
    case .axis, .skip: break
    }
  }

  private mutating func set(
    _ signal: Signal,
    _ value: Double,
    game: Int?,
    step: Int,
    wallTime: Double?
  ) {
    let games = game.map { $0..<$0 + 1 } ?? pending.indices
    for game in games {
      if pending[game] == nil {
        // Times below 10^8 count from the start of the run; NaN is no time.
        let time = wallTime.flatMap { $0 >= 1e8 && $0.isFinite ? $0 : nil }
        pending[game] = Observation(step: step, wallTime: time)
      }
      pending[game]?[signal] = value
    }
    if !heldFacts.isEmpty {
      let facts = heldFacts
      heldFacts = []
      lastStep = step
      attach(facts, step: step)
    }
  }
}
