// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleImage
import SaddleTorch

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Points of two domains.
struct TwoDomains {
  var a: Tensor
  var b: Tensor
}

/// CycleGAN in small: a game a domain, one move for both generators, one for each discriminator, and a
/// way back that both generators are held to.
final class Unpaired: Task {
  private let loss = NonSaturatingLoss()
  let batchSize: Int
  static let games = ["A", "B"]

  init(batchSize: Int) { self.batchSize = batchSize }

  static func id(_ side: Side, _ game: String) -> PlayerID {
    PlayerID("\(side.rawValue).\(game)", side: side, game: game)
  }

  let phases =
    games.map { game in
      Phase("discriminator.\(game)", moves: [id(.discriminator, game)], drawsData: game == "A")
    } + [
      Phase(
        "generators",
        moves: games.map { id(.generator, $0) },
        frozen: games.map { id(.discriminator, $0) }
      )
    ]

  var decisionBoundary: Double? { type(of: loss).decisionBoundary }

  func terms(_ phase: Phase, _ batch: TwoDomains?, _ round: Round) throws -> Terms {
    guard let batch else { throw TensorError(.invalidArgument, phase.name, cause: "no points") }
    func run(_ side: Side, _ game: String, _ input: Tensor) throws -> Tensor {
      try round.players.player(Self.id(side, game)).network(input, mode: .training)
    }
    func points(_ game: String) -> Tensor { game == "A" ? batch.a : batch.b }
    var result = Terms([])
    for game in Self.games where phase.side == .generator || phase.moves[0].game == game {
      let other = game == "A" ? "B" : "A"
      let fake = try run(.generator, game, points(other))
      if phase.side == .generator {
        let judged = try Scores(run(.discriminator, game, fake))
        let back = try (run(.generator, other, fake) - points(other)).abs().mean() * 2
        result.terms += [
          Term(
            "adversarial",
            .adversarial,
            try loss.generatorLoss(real: nil, fake: judged).mean(),
            game: game
          ),
          Term("cycle", .reconstruction, back, game: game),
        ]
      } else {
        let real = try Scores(run(.discriminator, game, points(game)))
        let judged = try Scores(run(.discriminator, game, fake.detach()))
        let value = try loss.discriminatorLoss(real: real, fake: judged).mean()
        result.terms.append(Term("adversarial", .adversarial, value, game: game))
        result.scores.append(JudgedScores(game: game, real: real, fake: judged))
      }
    }
    return result
  }
}

/// The task in a run: the configuration's points, and the same moved aside.
final class TwoGamesSetup: TaskSetup {
  static let name = TaskName.unconditional
  let shape = SampleShape([2])
  private let played: Game<Unpaired>
  private let configuration: Configuration
  private let data: RunData

  init(_ configuration: Configuration, data: RunData) throws {
    (self.configuration, self.data) = (configuration, data)
    let random = try Random(seed: UInt64(configuration.seed))
    played = try Self.game(configuration, Self.networks(configuration, random), random)
  }

  static func networks(
    _ configuration: Configuration,
    _ random: Random
  ) throws(TensorError) -> [(PlayerID, Module)] {
    var result: [(PlayerID, Module)] = []
    for side in [Side.generator, .discriminator] {
      for game in Unpaired.games {
        let outputs = side == .generator ? 2 : 1
        let network = Sequential([
          try Linear(2, 16, using: random), LeakyReLU(slope: 0.2),
          try Linear(16, outputs, using: random),
        ])
        result.append((Unpaired.id(side, game), network))
      }
    }
    return result
  }

  static func game(
    _ configuration: Configuration,
    _ networks: [(PlayerID, Module)],
    _ random: Random
  ) throws(TensorError) -> Game<Unpaired> {
    var players: [Player] = []
    for (id, network) in networks {
      let isGenerator = id.side == .generator
      let settings =
        isGenerator ? configuration.optimizer.generator : configuration.optimizer.discriminator
      // What is a discriminator's here is game B's alone: only that game can be made ill.
      let rate = isGenerator || id.game == "B" ? settings.learningRate : 0.002
      let average: ExponentialAverage? =
        isGenerator
        ? try ExponentialAverage(
          of: network,
          into: Self.networks(configuration, random).first { $0.0 == id }?.1 ?? network
        ) : nil
      let optimizer = try Adam(network, learningRate: rate, betas: (0.5, 0.999))
      players.append(Player(id, network: network, optimizer: optimizer, average: average))
    }
    return Game(
      Unpaired(batchSize: configuration.training.batchSize),
      players: Players(players),
      updates: configuration.makeUpdates(),
      random: random
    )
  }

  static func inspected(
    _ configuration: Configuration,
    examples: SampleShape
  ) throws(TensorError) -> any InspectedTask {
    let random = try Random(seed: 1)
    let networks = try networks(configuration, random).map {
      InspectedNetwork(player: $0.0, network: $0.1, input: [2])
    }
    return Inspection(networks: networks, sampleShape: examples)
  }

  private struct Inspection: InspectedTask {
    let networks: [InspectedNetwork]
    let sampleShape: SampleShape
    var exampleShape: [Int] { sampleShape.dimensions }
    let classCount: Int? = nil
    let hasLatents = false
    let usesChannelsLast = false

    func makeGame(
      _ configuration: Configuration,
      using random: Random
    ) throws(TensorError) -> InspectedGame {
      let own = networks.map { ($0.player, $0.network) }
      let game = try TwoGamesSetup.game(configuration, own, random)
      return InspectedGame(game: game) { examples, _ in
        _ = try game.play { TwoDomains(a: examples, b: try examples + 1) }
      }
    }
  }

  var game: any AnyGame { played }

  func play() throws -> [GameObservation] {
    try played.play {
      let batch = try data.source.nextBatch(size: configuration.training.batchSize)
      let points = try Tensor(batch.values, shape: batch.shape)
      return TwoDomains(a: points, b: try points + 1)
    }
  }

  func samples(_ request: SampleRequest) throws -> Tensor {
    let points = try data.source.examples(from: 0, size: request.count)
    let network = try played.players.player(Unpaired.id(.generator, "B")).sampler
    return try noGrad { () throws(TensorError) in
      try network(Tensor(points.values, shape: points.shape), mode: .inference)
    }
  }

  func realSamples(_ examples: Batch) throws(TensorError) -> Tensor {
    try Tensor(examples.values, shape: examples.shape)
  }

  func picture() throws -> Image { try Image(width: 1, height: 1, channels: 1, pixels: [0]) }
  func picture(_ request: SampleRequest, side: Int) throws -> Image { try picture() }
  func declare(in context: inout RunContext) {}

  /// How far samples lie apart, each domain for itself.
  func observeSamples(_ games: inout [GameObservation]) throws {
    let points = try data.source.examples(from: 0, size: 64)
    let real = try Tensor(points.values, shape: points.shape)
    for index in games.indices {
      guard let name = games[index].game else { continue }
      let network = try played.players.player(Unpaired.id(.generator, name)).network
      try noGrad { () throws(TensorError) in
        try SampleStatistics.add(real, real: true, to: &games[index].observation)
        let made = try network(real, mode: .inference)
        try SampleStatistics.add(made, real: false, to: &games[index].observation)
      }
    }
  }
}
