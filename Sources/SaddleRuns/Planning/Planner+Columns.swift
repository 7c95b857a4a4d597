// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

// What is done with each column: which signal it speaks for, in what unit, placed where.
extension Planner {
  /// A signal of a game; of several columns for one slot the best speaks.
  struct Slot: Hashable {
    var signal: Signal
    var game: String?
  }

  /// What is decided of a column.
  private struct Decision {
    var use = ReadingPlan.Use(action: .skip)
    var signals: [Signal] = []
    var notes: [String] = []
    var isKnown = true
    var origin: Recognition.Origin
  }

  /// The column that speaks for each signal where several could.
  func speakers() -> [Slot: Int] {
    var result: [Slot: Int] = [:]
    for column in matches.indices {
      for signal in signals(column) {
        let slot = Slot(signal: signal, game: game(of: column))
        if let other = result[slot], rank(other) <= rank(column) { continue }
        result[slot] = column
      }
    }
    return result
  }

  /// Decides a column and writes it into the plan.
  mutating func decide(_ column: Int, speakers: [Slot: Int]) {
    var decision = reading(of: column, speakers: speakers)
    if plan.games.count > 1, game(of: column) == nil,
      decision.signals.contains(where: Self.belongsToOneGame)
    {
      decision.use.action = .skip
      decision.signals = []
      decision.notes = ["of all games together; the games are judged one by one"]
    }
    place(&decision, column)
    plan.uses.append(decision.use)
    plan.recognized.append(record(of: decision, column))
  }

  /// What a column says, and whether it is the one that says it.
  private func reading(of column: Int, speakers: [Slot: Int]) -> Decision {
    let game = game(of: column)
    var decision = Decision(origin: survey.isTold[column] ? .told : .name)
    decision.use.game = game.flatMap { plan.games.firstIndex(of: $0) }
    switch matches[column].meaning {
    case .axis(let axis):
      decision.use.action = .axis(axis)
      decision.notes = ["axis: \(axis.rawValue)"]
    case .understood(let reason): decision.notes = [reason].filter { !$0.isEmpty }
    case .unknown: decision.isKnown = false
    case .term(let signal):
      let isWhole = speakers[Slot(signal: signal, game: game)] != nil
      decision.use.action = isWhole ? .skip : .add(signal)
      decision.signals = isWhole ? [] : [signal]
      decision.notes = [
        isWhole
          ? "a part of \(signal.rawValue), which is there as a whole; not used"
          : "a term of the sum"
      ]
    case .signals(let signals, let scale):
      decision.use.scale = scale
      speak(for: signals, column, speakers, &decision)
    case .share(let signal): readShare(of: signal, column, speakers, &decision)
    case .output(let side):
      let reading = output(side, column)
      decision.origin = .values
      decision.notes = [reading.note]
      speak(for: [reading.signal], column, speakers, &decision)
    }
    return decision
  }

  private func readShare(
    of signal: Signal,
    _ column: Int,
    _ speakers: [Slot: Int],
    _ decision: inout Decision
  ) {
    guard isShareOfGame(column) else {
      decision.isKnown = false
      decision.notes = ["accuracy of what? there is no discriminator loss"]
      return
    }
    if decision.origin != .told { decision.origin = .values }
    let statistics = survey.statistics[column]
    if statistics.maximum > 1.001, statistics.maximum <= 100.001 {
      decision.use.scale = 0.01
      decision.notes = ["per cent"]
    }
    speak(for: [signal], column, speakers, &decision)
  }

  /// Sets the signals that no other column says better.
  private func speak(
    for signals: [Signal],
    _ column: Int,
    _ speakers: [Slot: Int],
    _ decision: inout Decision
  ) {
    let columns = signals.map { speakers[Slot(signal: $0, game: game(of: column))] }
    let own = zip(signals, columns).filter { $0.1 == column }.map(\.0)
    decision.signals = own
    if !own.isEmpty {
      decision.use.action = own.count == 1 ? .set(own[0]) : .setAll(own)
    } else if !signals.isEmpty {
      let other = columns.compactMap { $0 }.first.map { survey.names[$0] }
      decision.notes = ["same signal as \(other ?? "another column"); not used"]
    }
  }

  /// Where the values of a column stand among those of others.
  private mutating func place(_ decision: inout Decision, _ column: Int) {
    let statistics = survey.statistics[column]
    let isUsed = !decision.signals.isEmpty
    if isUsed, statistics.count >= 3, statistics.strangeSteps * 10 > statistics.count * 6 {
      decision.use.isPlacedByPosition = true
      decision.notes.append("its steps are on another scale: placed where it was written")
    }
    if isUsed, matches[column].isSmoothed {
      plan.isSmoothed = true
      decision.notes.append("averaged over several steps")
    }
    let isMetric = isUsed && decision.signals.allSatisfy { $0.rawValue.hasPrefix("metrics/") }
    if isMetric, let reference = survey.reference {
      decision.use.isMetric = true
      decision.use.restarts = survey.statistics[reference].restarts
    } else if !decision.use.isPlacedByPosition {
      decision.use.restarts = statistics.restarts
    }
    if let row = plan.endRow { decision.use.restarts.drop(from: row) }
  }

  private func record(of decision: Decision, _ column: Int) -> Recognition.Column {
    let statistics = survey.statistics[column]
    return Recognition.Column(
      name: survey.names[column],
      signals: decision.signals,
      game: game(of: column),
      note: decision.notes.joined(separator: "; "),
      isKnown: decision.isKnown,
      origin: decision.origin,
      count: statistics.count,
      nonFinite: statistics.nonFinite,
      range: statistics.minimum <= statistics.maximum
        ? statistics.minimum...statistics.maximum : nil
    )
  }

  private static func belongsToOneGame(_ signal: Signal) -> Bool {
    signal.rawValue.hasPrefix("loss/")
  }

  /// The game of a column, where there are several.
  private func game(of column: Int) -> String? {
    plan.games.count > 1 ? matches[column].game : nil
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
  ) -> (signal: Signal, note: String) {
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
    let verdict = survey.outputs(ofGame: game)
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
    return (signal, note)
  }
}
