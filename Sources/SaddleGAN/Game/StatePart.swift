// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// One part of a game's state: a network, an optimizer, what rules remember.
public struct StatePart {
  /// Its name: that of its file in a checkpoint.
  public let name: String
  /// What a non-finite number in it is said to be in; nil where its numbers are no part of a step.
  public let place: NonFinite.Place?
  /// Returns the state; the tensors are the ones in use.
  public let state: () throws(TensorError) -> StateDictionary
  /// Goes on from a state.
  public let restore: (StateDictionary) throws(TensorError) -> Void

  /// Creates a part from what reads and what writes its state.
  public init(
    name: String,
    place: NonFinite.Place?,
    state: @escaping () throws(TensorError) -> StateDictionary,
    restore: @escaping (StateDictionary) throws(TensorError) -> Void
  ) {
    self.name = name
    self.place = place
    self.state = state
    self.restore = restore
  }

  init(_ name: String, _ place: NonFinite.Place, _ network: Module) {
    self.init(
      name: name,
      place: place,
      state: { () throws(TensorError) in try network.stateDictionary() },
      restore: { (state) throws(TensorError) in try network.load(state) }
    )
  }

  init(_ player: PlayerID, _ optimizer: Optimizer) {
    self.init(
      name: "optimizer.\(player.name)",
      place: NonFinite.Place(player),
      state: { optimizer.state() },
      restore: { (state) throws(TensorError) in try optimizer.load(state) }
    )
  }

  init(_ random: Random) {
    self.init(
      name: "random",
      place: nil,
      state: { () throws(TensorError) in
        var state = StateDictionary()
        state["game"] = try random.state
        return state
      },
      restore: { (state) throws(TensorError) in
        guard let stored = state["game"] else {
          throw TensorError(.invalidArgument, "random", cause: "the state has no 'game'")
        }
        try random.restore(stored)
      }
    )
  }
}
