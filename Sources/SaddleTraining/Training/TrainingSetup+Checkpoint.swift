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
  /// - Throws: `CheckpointStore.Damage`, `CheckpointMismatch`; the set-up is then half restored and must be dropped.
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
        let state = try load(file)
        do throws(TensorError) { try part.restore(state) } catch {
          throw CheckpointMismatch(step: step, part: part.name, cause: error.cause)
        }
      } else if try part.state().count > 0 {
        // The manifest has a sum of its own: this was never saved.
        throw CheckpointMismatch(step: step, part: part.name, cause: "it holds none")
      }
    }
    let state = try state(in: store, step: step)
    game.restore(step: state.step, imagesSeen: state.imagesSeen)
    data.position = state.data
    return state
  }

  private func state(in store: CheckpointStore, step: Int) throws -> CheckpointState {
    let data = try store.read("state.json", step: step)
    if let layout = CheckpointManifest.layout(of: data), layout > CheckpointManifest.layout {
      let path = store.path(step: step) + "/state.json"
      throw CheckpointStore.Damage(step: step, path: path, newerLayout: layout)
    }
    return try store.decoding("state.json", step: step) {
      try JSONDecoder().decode(CheckpointState.self, from: data)
    }
  }
}
