// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

/// The first NaN or infinity of a run: where it was found.
///
/// Training stops on it; nothing masks it.
public struct NonFinite: Error, Sendable, Equatable, CustomStringConvertible {
  /// Which network it is in, or the data.
  public enum Place: String, Sendable {
    /// A real batch.
    case data
    /// The generator.
    case generator
    /// The discriminator.
    case discriminator
    /// The averaged generator.
    case ema
  }

  /// Where it is.
  public var place: Place
  /// What it is: a weight, a gradient, an output or a loss, by name.
  public var tensor: String
  /// The step at which it was found (the first step is 1).
  public var step: Int

  /// One line.
  public var description: String {
    "step \(step): first non-finite number in the \(tensor) of the \(place.rawValue)"
  }
}

extension Game {
  /// Finds the first non-finite tensor, in the order in which a step computes them.
  ///
  /// Called when a loss or a gradient norm of a step is not finite: the cause is upstream of it.
  func locateNonFinite(
    real: Tensor?,
    fake: Tensor?,
    scores: [(String, Tensor)],
    gradientsOf player: Player,
    isGenerator: Bool
  ) throws(TensorError) -> NonFinite {
    func at(_ place: NonFinite.Place, _ tensor: String) -> NonFinite {
      NonFinite(place: place, tensor: tensor, step: step)
    }
    if let real, try Tensor.firstNonFinite([real]) != nil { return at(.data, "real batch") }
    for (player, place) in [
      (generator, NonFinite.Place.generator), (discriminator, .discriminator),
    ] {
      let state = try player.network.stateDictionary().entries
      if let index = try Tensor.firstNonFinite(state.map(\.tensor)) {
        return at(place, "weight \(state[index].name)")
      }
    }
    if let fake, try Tensor.firstNonFinite([fake]) != nil { return at(.generator, "output") }
    for (name, tensor) in scores where try Tensor.firstNonFinite([tensor]) != nil {
      return at(.discriminator, name)
    }
    let place = isGenerator ? NonFinite.Place.generator : .discriminator
    if let name = try player.network.firstNonFiniteGradient() {
      return at(place, "gradient of \(name)")
    }
    return at(place, "loss")
  }
}
