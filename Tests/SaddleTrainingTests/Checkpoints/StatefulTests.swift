// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A checkpoint holds whatever has a state, without anybody naming it.
@Suite struct StatefulTests {
  /// A penalty of a stranger's: it grows with the number of its calls.
  final class Growing: Regularizer {
    var weight = 0.001
    var calls = 0.0
    var id: String { "growing" }

    func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
      calls += 1
      return try batch.realScores.tensor.square().mean() * (weight * calls)
    }

    func state() throws(TensorError) -> StateDictionary {
      var state = StateDictionary()
      state["calls"] = try Tensor([calls])
      return state
    }

    func restore(_ state: StateDictionary) throws(TensorError) {
      calls = try state["calls"]?.item() ?? 0
    }
  }

  private func setup() throws -> (TrainingSetup, Growing) {
    let setup = try TrainingSetup(TinyRun.configuration())
    let growing = Growing()
    try setup.unconditional.rules.regularizers.append(growing)
    return (setup, growing)
  }

  private func state(_ setup: TrainingSetup) -> CheckpointState {
    CheckpointState(
      step: setup.game.step,
      imagesSeen: setup.game.imagesSeen,
      journal: RunJournal.Mark(eventBytes: 0, findingBytes: 0),
      data: setup.data.position,
      monitor: nil,
      best: nil
    )
  }

  @Test func aStrangersRegularizerGoesOnWhereItWas() throws {
    let folder = TemporaryFolder.root
      .appendingPathComponent("saddle-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let store = CheckpointStore(folder: folder, keep: 2)
    let (first, kept) = try setup()
    for _ in 0..<5 { try first.play() }
    try store.save(step: 5) { try first.write(state(first), to: &$0) }
    let (second, restored) = try setup()
    _ = try second.restore(from: store, step: 5)
    #expect(restored.calls == 5 && kept.calls == 5)
    for _ in 0..<3 {
      try first.play()
      try second.play()
    }
    let states = try [first, second].map { try SafeTensors.encode($0.game.state()) }
    #expect(states[0] == states[1])
  }

  /// One that is added before others takes nothing of theirs; the old numbers are read, too.
  @Test func eachRegularizerFindsItsOwnState() throws {
    let before = ["regularizers.leCam.weight=0.1", "regularizers.pathLength.weight=1"]
    let first = try TrainingSetup(TinyRun.configuration(before))
    for _ in 0..<5 { try first.play() }
    let state = try first.unconditional.rules.regularizers.map { ($0.id, try $0.state()) }
    #expect(state.map(\.0) == ["r1", "leCam", "pathLength"])
    let rules = try #require(first.game.parts.first { $0.name == "rules" }).state()

    let other = ["regularizers.r1.gamma=0", "regularizers.orthogonal.discriminator=0.1"]
    let second = try TrainingSetup(TinyRun.configuration(before + other))
    let twin = Growing()
    try second.unconditional.rules.regularizers.append(twin)
    try second.unconditional.rules.regularizers.append(Growing())
    let part = try #require(second.game.parts.first { $0.name == "rules" })
    try part.restore(rules)
    for item in try second.unconditional.rules.regularizers {
      guard let (_, wanted) = state.first(where: { $0.0 == item.id }) else { continue }
      #expect(try SafeTensors.encode(item.state()) == SafeTensors.encode(wanted), "\(item.id)")
    }
    twin.calls = 7
    let twins = try part.state().names.filter { $0.contains("growing") }
    #expect(twins == ["regularizers.growing.calls", "regularizers.growing#2.calls"])

    var numbered = StateDictionary()
    for (index, entry) in state.enumerated() {
      numbered.merge(entry.1, prefix: "regularizers.\(index).")
    }
    let third = try TrainingSetup(TinyRun.configuration(before))
    try #require(third.game.parts.first { $0.name == "rules" }).restore(numbered)
    for (item, wanted) in zip(try third.unconditional.rules.regularizers, state) {
      #expect(try SafeTensors.encode(item.state()) == SafeTensors.encode(wanted.1), "\(item.id)")
    }
  }

  @Test func aMissingFileIsNamed() throws {
    let folder = TemporaryFolder.root
      .appendingPathComponent("saddle-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let store = CheckpointStore(folder: folder, keep: 2)
    let plain = try TrainingSetup(TinyRun.configuration())
    try plain.play()
    try store.save(step: 1) { try plain.write(state(plain), to: &$0) }
    let (other, _) = try setup()
    let error = #expect(throws: CheckpointMismatch.self) {
      _ = try other.restore(from: store, step: 1)
    }
    #expect(error?.part == "rules")
  }
}
