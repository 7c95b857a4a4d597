// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// One part of a move's loss.
public struct Term {
  /// What part of a loss it is.
  public enum Kind: Sendable, Equatable {
    /// What the objective itself asks for.
    case adversarial
    /// A penalty or a further reward beside it.
    case penalty
    /// Distance to what is wanted: L1, cycle, perceptual.
    case reconstruction
  }

  /// What it is called.
  public let name: String
  /// What part of the loss it is.
  public let kind: Kind
  /// The signal under which it is logged by itself; nil counts it in the total only.
  public let signal: Signal?
  /// The game that it belongs to; nil belongs to all.
  public let game: String?
  /// A scalar, weight included.
  public let value: Tensor

  /// Creates a term; its value is a scalar, weight included.
  public init(
    _ name: String,
    _ kind: Kind,
    _ value: Tensor,
    signal: Signal? = nil,
    game: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.signal = signal
    self.game = game
    self.value = value
  }
}

/// The loss of a move, and what was seen on the way to it.
public struct Terms {
  /// The parts; their sum is the loss.
  public var terms: [Term]
  /// Scores that the monitor should see, by game.
  public var scores: [JudgedScores]
  /// Tensors that a non-finite number may have come from, in the order in which they were made.
  public var checks: [Check]

  /// A tensor to look at where the loss isn't finite.
  public struct Check {
    /// The network that made it, or the data.
    public let place: NonFinite.Place
    /// What it is, such as `output`.
    public let name: String
    /// The tensor, of any shape.
    public let tensor: Tensor

    /// Creates a check, which costs nothing while losses are finite.
    public init(_ place: NonFinite.Place, _ name: String, _ tensor: Tensor) {
      self.place = place
      self.name = name
      self.tensor = tensor
    }
  }

  /// Creates the loss of a move.
  public init(_ terms: [Term], scores: [JudgedScores] = [], checks: [Check] = []) {
    self.terms = terms
    self.scores = scores
    self.checks = checks
  }
}

/// Scores of a game's batches in a move.
public struct JudgedScores {
  /// The game; nil where there is one.
  public let game: String?
  /// Scores of real samples.
  public let real: Scores?
  /// Scores of generated ones.
  public let fake: Scores?

  /// Creates the scores of a game; nil where the move judges no such batch.
  public init(game: String? = nil, real: Scores? = nil, fake: Scores? = nil) {
    self.game = game
    self.real = real
    self.fake = fake
  }
}

/// What a move gave: plain numbers, no tensors.
public struct PhaseRecord: Sendable {
  /// What a term came to.
  public struct Value: Sendable {
    /// What it is called.
    public let name: String
    /// What part of the loss it is.
    public let kind: Term.Kind
    /// The signal under which it is logged by itself; nil counts it in the total only.
    public let signal: Signal?
    /// The game that it belongs to.
    public let game: String?
    /// The number, weight included.
    public let value: Double
  }

  /// What a game's discriminator said of both batches of a move.
  public struct GameScores: Sendable {
    /// The game; nil where there is one.
    public let game: String?
    /// Scores of the real batch; empty where none was judged.
    public let real: [Float]
    /// Scores of the fake batch; empty where none was judged.
    public let fake: [Float]
  }

  /// The move that gave all this.
  public let phase: Phase
  /// The loss term by term.
  public let values: [Value]
  /// Scores, an entry for each game that was judged.
  public let scores: [GameScores]
  /// L2 norms of the gradients of each that moved, parameter by parameter, before clipping.
  public let norms: [(player: PlayerID, norms: [Float])]

}

extension [PhaseRecord] {
  /// Sum of the terms of a kind, in a game, over all moves; nil where there is none.
  func sum(_ kind: Term.Kind, _ game: String?) -> Double? {
    var sum: Double?
    for value in joined(of: game) where value.kind == kind { sum = (sum ?? 0) + value.value }
    return sum
  }

  private func joined(of game: String?) -> [PhaseRecord.Value] {
    flatMap { $0.values.filter { ($0.game ?? game) == game } }
  }
}
