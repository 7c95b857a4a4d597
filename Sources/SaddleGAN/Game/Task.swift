// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// What is learned: who moves when, and what each move wants.
///
/// A new one is one file: the phases of a step and the terms of each. `Game` does the rest, the same
/// for every task: gradients, clipping, updates, averages, non-finite numbers, observations. It knows
/// nothing of files, data sources or reports.
///
/// ```swift
/// import SaddleGAN
/// import SaddleTorch
///
/// /// One network that copies what it sees: no discriminator at all.
/// final class Copying: Task {
///   let batchSize = 16
///   let phases = [Phase("generator", moves: [.generator], drawsData: true)]
///
///   func terms(_ phase: Phase, _ batch: RealBatch?, _ round: Round) throws -> Terms {
///     guard let seen = batch?.samples else { return Terms([]) }
///     let made = try round.players.player(.generator).network(seen, mode: .training)
///     return Terms([Term("copy", .reconstruction, try (made - seen).abs().mean())])
///   }
/// }
/// ```
public protocol Task: Stateful, Controllable {
  /// What a step reads of the data; fields with names, such as `RealBatch`.
  associatedtype Batch

  /// The moves of a step, in order.
  var phases: [Phase] { get }
  /// Real samples in a batch.
  var batchSize: Int { get }
  /// The score above which a sample counts as real; nil where the objective has none.
  var decisionBoundary: Double? { get }

  /// Returns the loss of a move, term by term.
  ///
  /// - Parameters:
  ///   - phase: One of `phases`.
  ///   - batch: The data of the move; nil where the move can do without and none was drawn yet.
  ///   - round: Players, random numbers, the step.
  func terms(_ phase: Phase, _ batch: Batch?, _ round: Round) throws -> Terms

  /// Returns the plain losses of some moves, without penalties, all at the same samples.
  ///
  /// Samples stay the same for all calls within a round, and graphs go through every network: for
  /// updates that differentiate gradients.
  func plainTerms(_ phases: [Phase], _ batch: Batch, _ round: Round) throws -> [Terms]

  /// Corrects a player's weights after its update.
  func constrain(_ player: Player) throws(TensorError)

  /// Follows what a move gave, as adaptive transforms do.
  func learn(from record: PhaseRecord, step: Int)

  /// What the task itself would have logged of a step.
  var observations: [(signal: Signal, value: Double)] { get }

  /// Brings networks that change their shape to where they are after so many images.
  func prepare(_ players: Players, imagesSeen: Int) throws(TensorError)
}

extension Task {
  /// None: accuracy isn't counted.
  public var decisionBoundary: Double? { nil }
  /// Nothing beside what the game logs of every task.
  public var observations: [(signal: Signal, value: Double)] { [] }
  /// Leaves weights as they are.
  public func constrain(_ player: Player) throws(TensorError) {}
  /// Follows nothing: no transform of the task adapts.
  public func learn(from record: PhaseRecord, step: Int) {}
  /// Does nothing: networks keep their shapes.
  public func prepare(_ players: Players, imagesSeen: Int) throws(TensorError) {}
  /// Refuses: the task has no plain losses.
  public func plainTerms(_ phases: [Phase], _ batch: Batch, _ round: Round) throws -> [Terms] {
    throw TensorError(
      .invalidArgument,
      "\(type(of: self))",
      cause: "consensus and unrolled updates need plain losses, which this task doesn't give"
    )
  }
}

/// One move of a step.
public struct Phase: Sendable, Equatable {
  /// Its name; each once in a task.
  public let name: String
  /// Who moves; the first one's side is the side of the losses.
  public let moves: [PlayerID]
  /// Players whose weights take no gradient although the loss passes through them.
  public let frozen: [PlayerID]
  /// Whether each repeat reads new data; otherwise it reads what the move before it read.
  public let drawsData: Bool
  /// Whether it can't do without data.
  public let needsData: Bool
  /// Updates a step.
  public let repeats: Int
  /// Steps from one move to the next.
  public let interval: Int

  /// Creates a move; without further settings it is made once, each step.
  public init(
    _ name: String,
    moves: [PlayerID],
    frozen: [PlayerID] = [],
    drawsData: Bool = false,
    needsData: Bool = true,
    repeats: Int = 1,
    interval: Int = 1
  ) {
    self.name = name
    self.moves = moves
    self.frozen = frozen
    self.drawsData = drawsData
    self.needsData = needsData
    self.repeats = repeats
    self.interval = interval
  }

  /// The side whose losses its terms are.
  public var side: Side { moves.first?.side ?? .both }
}

/// What a move may use beside its data.
public final class Round {
  /// All players of the game, those that don't move included.
  public let players: Players
  /// The step that is being made; the first is 1.
  public let step: Int
  /// Source of random numbers.
  public let random: Random
  /// Whether the next move learns from the fakes of this one, which then keep their graph.
  public internal(set) var sharesFakes = false

  init(players: Players, step: Int, random: Random) {
    self.players = players
    self.step = step
    self.random = random
  }
}
