// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// The players of a game, in a fixed order.
///
/// Networks that only look on, such as one whose features are compared, are their task's own.
public struct Players: Sequence {
  private let list: [Player]

  /// Creates them; each identity once.
  public init(_ players: [Player]) { list = players }

  /// The player of an identity.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` where there is none.
  public func player(_ id: PlayerID) throws(TensorError) -> Player {
    for player in list where player.id == id { return player }
    throw TensorError(.invalidArgument, "players", cause: "there is no player '\(id.name)'")
  }

  /// The player of an identity; nil where there is none.
  public subscript(_ id: PlayerID) -> Player? { list.first { $0.id == id } }

  /// Those of a side, in order.
  public func on(_ side: Side) -> [Player] { list.filter { $0.id.side == side } }

  /// Goes over the players.
  public func makeIterator() -> Array<Player>.Iterator { list.makeIterator() }
}
