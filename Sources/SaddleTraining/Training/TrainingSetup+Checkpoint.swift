// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch

// A checkpoint's files: tensors as safetensors with PyTorch's names, the rest as `state.json`.
extension TrainingSetup {
  /// The tensors of a checkpoint by file.
  private func tensors() throws(TensorError) -> [(file: String, state: StateDictionary)] {
    var random = StateDictionary()
    random["game"] = try self.random.state
    var files = [
      ("generator.safetensors", try game.generator.network.stateDictionary()),
      ("discriminator.safetensors", try game.discriminator.network.stateDictionary()),
      ("optimizer.generator.safetensors", game.generator.optimizer.state()),
      ("optimizer.discriminator.safetensors", game.discriminator.optimizer.state()),
      ("random.safetensors", random),
    ]
    if let average { files.append(("ema.safetensors", try average.network.stateDictionary())) }
    let rules = try game.rulesState()
    if game.rules.remembers { files.append(("rules.safetensors", rules)) }
    return files
  }

  /// Writes everything that the next step depends on.
  func write(_ state: CheckpointState, to writer: inout CheckpointWriter) throws {
    for (file, tensors) in try tensors() {
      try writer.write(SafeTensors.encode(tensors), as: file)
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
    try game.generator.network.load(load("generator.safetensors"))
    try game.discriminator.network.load(load("discriminator.safetensors"))
    try game.generator.optimizer.load(load("optimizer.generator.safetensors"))
    try game.discriminator.optimizer.load(load("optimizer.discriminator.safetensors"))
    if let average { try average.network.load(load("ema.safetensors")) }
    if game.rules.remembers { try game.loadRules(load("rules.safetensors")) }
    guard let stored = try load("random.safetensors")["game"] else {
      throw CheckpointStore.Damage(
        step: step,
        path: store.path(step: step),
        reason: "random.safetensors has no 'game'"
      )
    }
    try random.restore(stored)
    let state = try JSONDecoder().decode(
      CheckpointState.self,
      from: store.read("state.json", step: step)
    )
    game.restore(step: state.step, imagesSeen: state.imagesSeen)
    data.position = state.data
    return state
  }
}
