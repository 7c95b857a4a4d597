// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// Which player is meant: its name, its side, and the game it plays in where there are several.
///
/// The name is that of its files and keys: `generator`, `discriminator.A`.
public struct PlayerID: Hashable, Codable, Sendable {
  /// The name, unique in a game.
  public let name: String
  /// Whether it makes samples or judges them.
  public let side: Side
  /// The game; nil takes part in all of them.
  public let game: String?

  /// Creates an identity; no game means all of them.
  public init(_ name: String, side: Side, game: String? = nil) {
    self.name = name
    self.side = side
    self.game = game
  }

  /// Its section in the configuration: the name without the game, `discriminator` of
  /// `discriminator.A`.
  public var section: String {
    guard let game, name.hasSuffix("." + game) else { return name }
    return String(name.dropLast(game.count + 1))
  }

  /// The one generator of a task that has one.
  public static let generator = PlayerID("generator", side: .generator)
  /// The one discriminator of a task that has one.
  public static let discriminator = PlayerID("discriminator", side: .discriminator)
}
