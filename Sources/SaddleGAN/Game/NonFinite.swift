// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// The first NaN or infinity of a run: where it was found.
///
/// Training stops on it; nothing masks it.
public struct NonFinite: Error, Sendable, Equatable, CustomStringConvertible {
  /// Which network it is in, or the data.
  public struct Place: Hashable, Sendable {
    /// What messages call it.
    public let name: String
    /// Whose numbers they are.
    public let side: Side
    /// The game that they belong to; nil belongs to all.
    public let game: String?

    /// A place of a name.
    public init(_ name: String, side: Side, game: String? = nil) {
      self.name = name
      self.side = side
      self.game = game
    }

    /// A player's network.
    public init(_ player: PlayerID) {
      self.init(player.name, side: player.side, game: player.game)
    }

    /// A real batch.
    public static let data = Place("data", side: .data)
    /// The averaged generator.
    public static let ema = Place("ema", side: .generator)
  }

  /// The network that it is in, or the data.
  public var place: Place
  /// What it is: a weight, a gradient, an output or a loss, by name.
  public var tensor: String
  /// The step at which it was found (the first step is 1).
  public var step: Int

  /// Creates the error of a number found while `step` was made.
  public init(place: Place, tensor: String, step: Int) {
    self.place = place
    self.tensor = tensor
    self.step = step
  }

  /// Step, tensor and place in one line, as a user reads it.
  public var description: String {
    "step \(step): first non-finite number in the \(tensor) of the \(place.name)"
  }
}
