// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A run of two games, by a task of the tests' own: watched, logged, saved and gone on with game by
/// game, without a line for it in game, trainer or checkpoints.
@Suite struct TwoGamesTests {
  private func trainer(
    _ set: [String],
    _ run: RunDirectory,
    from checkpoint: Int? = nil
  ) throws -> Trainer {
    let given = [
      "regularizers.r1.gamma=0", "evaluation.every=0", "logging.samplesEvery=0",
      "optimizer.generator.learningRate=0.002", "optimizer.discriminator.learningRate=0.002",
    ]
    let setup = try TrainingSetup(TinyRun.configuration(given + set), task: TwoGamesSetup.self)
    return try Trainer(setup, run: run, from: checkpoint, clock: { 1e9 })
  }

  @Test func theLogTellsWhatTheMonitorToldOfEachGame() throws {
    let run = TinyRun.folder()
    let set = [
      "training.steps=600", "checkpoints.every=0", "optimizer.discriminator.learningRate=0.5",
    ]
    let trainer = try trainer(set, run)
    var told: [Finding] = trainer.architecture?.findings ?? []
    _ = try trainer.train { if case .finding(let finding) = $0 { told.append(finding) } }
    let live = try #require(trainer.monitor)
    #expect(live.games.map(\.name) == ["A", "B"])
    #expect(told.contains { $0.game == "B" })

    var replay = RunMonitor(context: try #require(DeclaredContext.read(run.path)))
    var again: [Finding] = trainer.architecture?.findings ?? []
    try RunReader(run.path).read { again += replay.observe($0) }
    #expect(again == told)
    #expect(replay.games.map(\.name) == ["A", "B"])
    #expect(replay.findings == live.findings)
    #expect(replay.games.map(\.monitor.health) == live.games.map(\.monitor.health))
    #expect(RunDirectory(run.path).liveFindings()?.contains { $0.game == "B" } == true)
    #expect(try RunRecord.read(run.record).health == live.health)
  }

  @Test func theFileHoldsWhatPlayGivesOfEachGame() throws {
    let run = TinyRun.folder()
    let trainer = try trainer(["training.steps=60"], run)
    var seen: [GameObservation] = []
    _ = try trainer.train { if case .step(let progress) = $0 { seen += progress.games } }
    var read: [GameObservation] = []
    try RunReader(run.path).read { read.append($0) }
    try #require(read.map(\.game) == seen.map(\.game))
    for (file, live) in zip(read, seen) {
      var own = file.observation
      own[.stepSeconds] = nil
      own.wallTime = nil
      #expect(own == live.observation, "\(file.game ?? "") \(own.step)")
    }
    let statistics = seen.filter { $0.observation[.diversityFake] != nil }
    #expect(statistics.map(\.game) == ["A", "B"])
    let losses = Set(seen.prefix(2).map { $0.observation[.lossDiscriminator] })
    #expect(losses.count == 2 && !losses.contains(nil))
    #expect(seen.allSatisfy { $0.observation[.lossGeneratorReconstruction] != nil })
  }

  /// Players, averages, optimizers and both monitors: byte for byte as without a break.
  @Test func itIsResumedAsIfNothingHadBeen() throws {
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    _ = try trainer(["training.steps=20", "logging.every=7"], whole).train()
    _ = try trainer(["training.steps=15", "logging.every=7"], parts).train()
    _ = try trainer(["training.steps=20", "logging.every=7"], parts, from: 15).train()
    let (one, other) = (
      try TinyRun.files(of: whole, step: 20), try TinyRun.files(of: parts, step: 20)
    )
    #expect(one.keys.contains("generator.A.safetensors"))
    #expect(one.keys.contains("ema.generator.B.safetensors"))
    for (name, data) in one { #expect(other[name] == data, "\(name)") }
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: whole.events)).count
        == Data(contentsOf: URL(fileURLWithPath: parts.events)).count
    )
  }

  /// A number that is none is told of the game of the network that it was found in.
  @Test func aNonFiniteNumberIsOfItsGame() throws {
    let trainer = try trainer(["training.steps=5"], TinyRun.folder())
    let player = try trainer.setup.game.players.player(Unpaired.id(.discriminator, "B"))
    let weights = player.network.parameters()
    try weights[0].parameter.assign(weights[0].parameter.tensor.detach() * Double.nan)
    _ = try? trainer.train()
    let games = try #require(trainer.monitor).games
    #expect(
      games.map { $0.monitor.findings.contains { $0.symptom == .nonFinite } } == [false, true]
    )
  }

  /// One rate of the configuration is that of all players of its side.
  @Test func aScheduleSetsThePlayersOfAllGames() throws {
    let set = [
      "training.steps=10",
      "schedules=[optimizer.generator.learningRate linear to 0 from 0 until 10]",
    ]
    let trainer = try trainer(set, TinyRun.folder())
    _ = try trainer.train()
    let rates = trainer.setup.game.players.on(.generator).map(\.optimizer.learningRate)
    #expect(rates.count == 2 && rates.allSatisfy { abs($0 - 2e-4) < 1e-9 }, "\(rates)")
  }
}
