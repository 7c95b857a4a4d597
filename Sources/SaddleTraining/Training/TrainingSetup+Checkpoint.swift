// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch

// A checkpoint's files: tensors as safetensors with PyTorch's names, the rest as `state.json`.
extension TrainingSetup {
  /// Writes everything that the next step depends on.
  ///
  /// - Parameters:
  ///   - state: What is no tensor.
  ///   - given: The run's configuration, as whoever resumes it gives it; nil where nothing changed it.
  ///   - writer: Where to.
  func write(
    _ state: CheckpointState,
    _ given: Configuration? = nil,
    to writer: inout CheckpointWriter
  ) throws {
    for part in game.parts {
      let tensors = try part.state()
      guard tensors.count > 0 else { continue }
      try writer.write(SafeTensors.encode(tensors), as: part.name + ".safetensors")
    }
    try writer.write(state.encoded(), as: "state.json")
    try writer.write(Data((given ?? configuration).yaml().utf8), as: "config.yaml")
  }

  /// Puts everything back to what it was at `step` and returns the rest of the state.
  ///
  /// - Parameters:
  ///   - store: Where it is.
  ///   - step: Which one.
  ///   - takesNew: Whether parts may be new that it holds nothing of, because they were switched on.
  /// - Throws: `CheckpointStore.Damage`, `CheckpointMismatch`; the set-up is then half restored and must be dropped.
  func restore(
    from store: CheckpointStore,
    step: Int,
    takesNew: Bool = false
  ) throws -> CheckpointState {
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
        if takesNew, try part.isOptimizerOfAnotherKind(than: state) { continue }
        do throws(TensorError) { try part.restore(state) } catch {
          throw CheckpointMismatch(step: step, part: part.name, cause: error.cause)
        }
      } else if !takesNew, try part.state().count > 0 {
        // The manifest has a sum of its own: this was never saved.
        throw CheckpointMismatch(step: step, part: part.name, cause: "it holds none")
      }
    }
    let state = try Self.state(in: store, step: step)
    game.restore(step: state.step, imagesSeen: state.imagesSeen)
    data.position = state.data
    return state
  }

  /// Reads what a checkpoint holds beside tensors.
  static func state(in store: CheckpointStore, step: Int) throws -> CheckpointState {
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

extension StatePart {
  /// Whether it is an optimizer that keeps other numbers than those of a state: with another kind of
  /// step, which begins without a past.
  fileprivate func isOptimizerOfAnotherKind(than state: StateDictionary) throws -> Bool {
    func slots(_ state: StateDictionary) -> Set<Substring> {
      Set(state.names.map { $0.prefix { $0 != "." } })
    }
    return try name.hasPrefix("optimizer.") && slots(self.state()) != slots(state)
  }
}
