// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// The moves of a task in turns, each seeing what those before it have updated.
public final class Alternating: UpdateRule {
  /// Whether the last move comes first.
  public let isReversed: Bool
  /// Batches whose gradients are averaged for one update.
  public let accumulation: Int

  /// Creates the rule; reversed, the last move comes first.
  public init(reversed: Bool = false, accumulation: Int = 1) {
    isReversed = reversed
    self.accumulation = max(1, accumulation)
  }

  /// Makes the moves one after the other, each with its own update.
  public func step<T: Task>(_ game: Game<T>, _ next: () throws -> T.Batch) throws {
    let phases = isReversed ? game.phases.reversed() : game.phases
    var data = TurnData<T.Batch>()
    for (index, phase) in phases.enumerated() {
      for turn in 0..<phase.repeats {
        // In the usual order the next move learns from the very fakes that this one judged.
        let shares =
          !isReversed && accumulation == 1 && index < phases.count - 1 && turn == phase.repeats - 1
        for part in 0..<accumulation {
          let batch = try data.batch(for: phase, next)
          try game.differentiate(
            phase,
            batch,
            sharesFakes: shares,
            adds: part > 0,
            parts: accumulation
          )
        }
        try game.update(phase)
      }
    }
  }
}

extension Game {
  /// Creates a game at step 0 whose players move in turns.
  public convenience init(
    _ task: T,
    players: Players,
    random: Random,
    placement: Placement = .alone
  ) {
    self.init(
      task,
      players: players,
      updates: Alternating(),
      random: random,
      placement: placement
    )
  }
}

/// Data on their way through the moves of a step.
private struct TurnData<Batch> {
  private var last: Batch?
  /// Whether a move that draws none has drawn it, so that the next one that draws has the same.
  private var isWaiting = false

  mutating func batch(for phase: Phase, _ next: () throws -> Batch) throws -> Batch? {
    if phase.drawsData {
      if !isWaiting { last = try next() }
      isWaiting = false
    } else if last == nil, phase.needsData {
      last = try next()
      isWaiting = true
    }
    return last
  }
}
