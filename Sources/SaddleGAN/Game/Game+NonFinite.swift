// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

extension Game {
  /// Finds the first non-finite tensor, in the order in which a step computes them.
  ///
  /// Called when a loss or a gradient norm of a step is not finite: the cause is upstream of it.
  func locateNonFinite(_ phase: Phase, _ terms: Terms) throws(TensorError) -> NonFinite {
    func at(_ place: NonFinite.Place, _ tensor: String) -> NonFinite {
      NonFinite(place: place, tensor: tensor, step: step)
    }
    func isSick(_ check: Terms.Check) throws(TensorError) -> Bool {
      try Tensor.firstNonFinite([check.tensor]) != nil
    }
    for check in terms.checks where check.place == .data {
      if try isSick(check) { return at(.data, check.name) }
    }
    for player in players {
      let state = try player.network.stateDictionary().entries
      if let index = try Tensor.firstNonFinite(state.map(\.tensor)) {
        return at(NonFinite.Place(player.id), "weight \(state[index].name)")
      }
    }
    for check in terms.checks where try isSick(check) { return at(check.place, check.name) }
    for player in try movers(of: phase) {
      if let name = try player.network.firstNonFiniteGradient() {
        return at(NonFinite.Place(player.id), "gradient of \(name)")
      }
    }
    let place = phase.moves.first.map { NonFinite.Place($0) } ?? .data
    return at(place, "loss")
  }

  /// Finds a non-finite number in anything that a checkpoint holds.
  public func firstNonFinite() throws(TensorError) -> NonFinite? {
    for part in parts {
      guard let place = part.place else { continue }
      let entries = try part.state().entries
      if let index = try Tensor.firstNonFinite(entries.map(\.tensor)) {
        return NonFinite(place: place, tensor: entries[index].name, step: step)
      }
    }
    return nil
  }
}
