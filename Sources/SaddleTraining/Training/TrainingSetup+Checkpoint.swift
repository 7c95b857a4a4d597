// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch

// A checkpoint's files: tensors as safetensors with PyTorch's names, the rest as `state.json`.
extension TrainingSetup {
  /// Writes everything that the next step depends on.
  func write(_ state: CheckpointState, to writer: inout CheckpointWriter) throws {
    for part in game.parts {
      let tensors = try part.state()
      guard tensors.count > 0 else { continue }
      try writer.write(SafeTensors.encode(tensors), as: part.name + ".safetensors")
    }
    try writer.write(state.encoded(), as: "state.json")
    try writer.write(Data(configuration.yaml().utf8), as: "config.yaml")
  }

  /// Puts everything back to what it was at `step` and returns the rest of the state.
  ///
  /// - Throws: `CheckpointStore.Damage`; the set-up is then half restored and must be dropped.
  func restore(from store: CheckpointStore, step: Int) throws -> CheckpointState {
    func load(_ file: String) throws -> StateDictionary {
      do {
        return try SafeTensors.decode(store.read(file, step: step)).tensors
      } catch let error as SafeTensorsError {
        throw CheckpointStore.Damage(
          step: step,
          path: store.path(step: step) + "/" + file,
          reason: "\(error)"
        )
      }
    }
    let files = try store.files(step: step)
    for part in game.parts {
      let file = part.name + ".safetensors"
      if files.contains(file) {
        try part.restore(load(file))
      } else if try part.state().count > 0 {
        throw CheckpointStore.Damage(
          step: step,
          path: store.path(step: step) + "/" + file,
          reason: "not in the manifest"
        )
      }
    }
    let state = try JSONDecoder().decode(
      CheckpointState.self,
      from: store.read("state.json", step: step)
    )
    game.restore(step: state.step, imagesSeen: state.imagesSeen)
    data.position = state.data
    return state
  }
}
