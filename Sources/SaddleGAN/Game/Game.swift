// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// A task, its players and how they are updated; `play` makes one step.
///
///     task: what each move wants ─┐
///     updates: who moves when ────┼─ play ─> an observation a game
///     players: networks ──────────┘
///
/// It knows nothing of files, data sources or reports: `Trainer` does. The Dirac-GAN and bilinear
/// games of the tests run through this very loop.
///
///     let game = Game(task, players: players, random: try Random(seed: 1))
///     for _ in 0..<1000 { monitor.observe(try game.play(nextBatch)[0].observation) }
public final class Game<T: Task>: Stateful, Controllable {
  /// What is learned: who moves when, and what each move wants.
  public let task: T
  /// Who learns it, with optimizers and averages.
  public let players: Players
  /// How moves become updates.
  public let updates: any UpdateRule
  /// Source of all that a step draws; its state is part of the game's.
  public let random: Random
  /// With whom it is played.
  public let placement: Placement
  /// Steps made since the game began, those before a resume included.
  public private(set) var step = 0
  /// Real samples consumed, by all processes that play it.
  public private(set) var imagesSeen = 0
  /// What the last step gave, move by move.
  public private(set) var records: [PhaseRecord] = []
  /// What moves of the present step may use.
  public private(set) var round: Round

  /// Creates a game at step 0.
  ///
  /// - Parameters:
  ///   - task: What is learned.
  ///   - players: Every player that the task's phases name.
  ///   - updates: How moves become updates.
  ///   - random: Source of latents and of whatever else a step draws.
  ///   - placement: With which other processes the game is shared.
  public init(
    _ task: T,
    players: Players,
    updates: any UpdateRule,
    random: Random,
    placement: Placement = .alone
  ) {
    self.task = task
    self.players = players
    self.updates = updates
    self.random = random
    self.placement = placement
    round = Round(players: players, step: 0, random: random)
  }

  /// Makes one step: all updates of all players.
  ///
  /// - Parameter next: Gives the next data.
  /// - Returns: Everything that was seen, one observation a game: what the monitor reads and what an
  ///   event file holds.
  /// - Throws: `NonFinite` before an update with a non-finite loss or gradient is made,
  ///   `TensorError`, or what `next` throws.
  @discardableResult
  public func play(_ next: () throws -> T.Batch) throws -> [GameObservation] {
    step += 1
    records = []
    round = Round(players: players, step: step, random: random)
    let before = imagesSeen
    try task.prepare(players, imagesSeen: before)
    try updates.step(self) {
      let batch = try next()
      imagesSeen += task.batchSize * placement.count
      return batch
    }
    for player in players {
      try player.average?.update(newImages: imagesSeen - before, imagesSeen: imagesSeen)
    }
    return observations()
  }

  /// Every number that may change between steps, by its key.
  public var controls: [Control] {
    players.flatMap(\.controls) + task.controls + updates.controls
  }

  // MARK: - For update rules

  /// The moves that are due at this step.
  public var phases: [Phase] { task.phases.filter { (step - 1) % max(1, $0.interval) == 0 } }

  /// Puts the gradient of a move's loss on the parameters of those who move.
  ///
  /// - Parameters:
  ///   - phase: The move.
  ///   - batch: Its data.
  ///   - sharesFakes: Whether the next move learns from the same fakes.
  ///   - adds: Whether the gradient is added to that of an earlier batch of the same update.
  ///   - parts: Batches of the update; the loss counts for one of them.
  public func differentiate(
    _ phase: Phase,
    _ batch: T.Batch?,
    sharesFakes: Bool = false,
    adds: Bool = false,
    parts: Int = 1
  ) throws {
    round.sharesFakes = sharesFakes
    let moving = try movers(of: phase)
    let terms = try withFrozen(phase.frozen[...]) {
      let terms = try task.terms(phase, batch, round)
      if !adds { for player in moving { try player.optimizer.zeroGradients() } }
      let total = try terms.total()
      try (parts > 1 ? total / Double(parts) : total).backward()
      return terms
    }
    try note(phase, terms)
  }

  /// Puts the gradients of all moves at the same weights on the parameters.
  ///
  /// - Throws: as `play(_:)`.
  public func differentiateAll(_ batch: T.Batch) throws {
    let phases = phases
    for (index, phase) in phases.enumerated() {
      try differentiate(phase, batch, sharesFakes: index < phases.count - 1)
    }
  }

  /// Exchanges and clips the gradients of those who move, updates them and holds their weights.
  public func update(_ phase: Phase) throws {
    for player in try movers(of: phase) {
      try placement.gradients?.exchange(player.network)
      try player.update()
      try task.constrain(player)
    }
  }

  /// Updates all who move at this step.
  public func updateAll() throws { for phase in phases { try update(phase) } }

  /// The players who move in a phase.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` where the game has no such player.
  public func movers(of phase: Phase) throws(TensorError) -> [Player] {
    try phase.moves.map { (id) throws(TensorError) in try players.player(id) }
  }

  /// The parameters of all who move, in the order of the moves.
  public func parameters() throws(TensorError) -> [Parameter] {
    var seen: Set<PlayerID> = []
    var result: [Parameter] = []
    for phase in task.phases {
      for player in try movers(of: phase) where seen.insert(player.id).inserted {
        result += player.network.parameters().map(\.parameter)
      }
    }
    return result
  }

  /// Notes what a move gave; the last of each move of a step counts.
  ///
  /// - Throws: `NonFinite` where a loss or a gradient isn't finite.
  public func note(_ phase: Phase, _ terms: Terms) throws {
    let values = try Tensor.scalars(terms.terms.map(\.value))
    let scores = try terms.scores.map {
      PhaseRecord.GameScores(
        game: $0.game,
        real: try $0.real?.tensor.detach().array() ?? [],
        fake: try $0.fake?.tensor.detach().array() ?? []
      )
    }
    let norms = try movers(of: phase).map {
      (player: $0.id, norms: try $0.network.gradientNorms().array() as [Float])
    }
    guard values.allSatisfy(\.isFinite),
      norms.allSatisfy({ $0.norms.allSatisfy(\.isFinite) })
    else { throw try locateNonFinite(phase, terms) }
    let record = PhaseRecord(
      phase: phase,
      values: zip(terms.terms, values).map { term, value in
        .init(name: term.name, kind: term.kind, signal: term.signal, game: term.game, value: value)
      },
      scores: scores,
      norms: norms
    )
    records.removeAll { $0.phase.name == phase.name }
    records.append(record)
    task.learn(from: record, step: step)
  }

  private func withFrozen<Result>(
    _ ids: ArraySlice<PlayerID>,
    _ body: () throws -> Result
  ) throws -> Result {
    guard let first = ids.first else { return try body() }
    return try players.player(first).network.frozen { try withFrozen(ids.dropFirst(), body) }
  }

  // MARK: - State

  /// Goes on from a checkpoint's counters.
  package func restore(step: Int, imagesSeen: Int) {
    self.step = step
    self.imagesSeen = imagesSeen
  }

  /// Steps and images so far, and every part's state under the part's name.
  public func state() throws(TensorError) -> StateDictionary {
    var result = StateDictionary()
    result["counters"] = try Tensor([Int64(step), Int64(imagesSeen)], shape: [2])
    for part in parts { result.merge(try part.state(), prefix: part.name + "/") }
    return result
  }

  /// Goes back to what `state` gave, bit for bit; pass a copy, as training goes on in the tensors.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    guard let counters: [Int64] = try state["counters"]?.array(), counters.count == 2 else {
      throw TensorError(.invalidArgument, "game", cause: "the state has no counters")
    }
    for part in parts { try part.restore(state.removingPrefix(part.name + "/")) }
    restore(step: Int(counters[0]), imagesSeen: Int(counters[1]))
  }

  /// Everything that has a state, by name: what a checkpoint holds, a file each.
  ///
  /// Names are those of today's files: `generator`, `optimizer.generator`, `random`, `ema`, `rules`.
  public var parts: [StatePart] {
    let averaged = players.filter { $0.average != nil }
    return players.map { StatePart($0.id.name, NonFinite.Place($0.id), $0.network) }
      + players.map { StatePart($0.id, $0.optimizer) }
      + [StatePart(random)]
      + averaged.compactMap { player in
        player.average.map {
          averaged.count == 1
            ? StatePart("ema", .ema, $0.network)
            : StatePart(
              "ema.\(player.id.name)",
              NonFinite.Place(
                "average of the \(player.id.name)",
                side: player.id.side,
                game: player.id.game
              ),
              $0.network
            )
        }
      } + [rules]
  }

  /// What the task and the update rule remember.
  private var rules: StatePart {
    StatePart(
      name: "rules",
      place: nil,
      state: { [task, updates] () throws(TensorError) in
        var state = try task.state()
        state.merge(try updates.state(), prefix: "memory.")
        return state
      },
      restore: { [task, updates] (state) throws(TensorError) in
        try task.restore(state)
        try updates.restore(state.removingPrefix("memory."))
      }
    )
  }
}

extension Terms {
  /// The sum of all terms: the loss.
  public func total() throws(TensorError) -> Tensor {
    guard var sum = terms.first?.value else {
      throw TensorError(.invalidArgument, "loss", cause: "a move without terms has no loss")
    }
    for term in terms.dropFirst() { sum = try sum + term.value }
    return sum
  }
}
