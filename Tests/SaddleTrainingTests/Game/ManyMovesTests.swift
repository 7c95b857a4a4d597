// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleTorch
import Testing

/// A step of more moves than two: what they give is added up, none hides another.
@Suite struct ManyMovesTests {
  /// Two discriminators of one game, and a penalty of the generator's as a move of its own every second
  /// step, as StyleGAN2 has it.
  private final class ManyMoves: Task {
    static let judges = ["one", "two"].map { PlayerID($0, side: .discriminator) }
    let batchSize = 2
    let decisionBoundary: Double? = 0
    let phases =
      judges.map { Phase($0.name, moves: [$0], drawsData: $0 == judges[0]) } + [
        Phase("generator", moves: [.generator], frozen: judges),
        Phase("penalty", moves: [.generator], interval: 2),
      ]

    func terms(_ phase: Phase, _ batch: Tensor?, _ round: Round) throws -> Terms {
      let generator = try round.players.player(.generator).network
      let fake = try generator(Tensor.zeros([2, 1]), mode: .training)
      if phase.name == "penalty" {
        return Terms([Term("size", .penalty, try fake.square().mean() * 8)])
      }
      func scores(_ id: PlayerID, _ samples: Tensor) throws -> Scores {
        try Scores(round.players.player(id).network(samples, mode: .training))
      }
      guard phase.side == .discriminator, let batch else {
        let sum = try Self.judges.map { try scores($0, fake).tensor.mean() }
        return Terms([Term("adversarial", .adversarial, try -(sum[0] + sum[1]))])
      }
      let (real, judged) = (
        try scores(phase.moves[0], batch), try scores(phase.moves[0], fake.detach())
      )
      let value = try judged.tensor.mean() - real.tensor.mean()
      return Terms(
        [Term("adversarial", .adversarial, value)],
        scores: [JudgedScores(real: real, fake: judged)]
      )
    }
  }

  /// Samples at 1, judges of slope 1 and 3, all data at 5, and no rate: numbers stay what they are.
  @Test func whatMovesGiveIsAddedUp() throws {
    let networks: [(PlayerID, Module)] = [
      (.generator, try PointGenerator(1)), (ManyMoves.judges[0], try LineDiscriminator(1)),
      (ManyMoves.judges[1], try LineDiscriminator(3)),
    ]
    let players = try networks.map { id, network in
      Player(id, network: network, optimizer: try SGD(network, learningRate: 0))
    }
    let game = Game(ManyMoves(), players: Players(players), random: try Random(seed: 1))
    let data = try Tensor.zeros([2, 1], dtype: .float64) + 5
    let first = try game.play { data }[0].observation
    let second = try game.play { data }[0].observation
    // (1 - 5) + (3 - 15)
    #expect(first[.lossDiscriminator] == -16)
    // -(1 + 3), and 8 at the steps at which the penalty is due.
    #expect(first[.lossGenerator] == 4 && first[.lossGeneratorAdversarial] == -4)
    #expect(second[.lossGenerator] == -4)
    #expect(first[.scoresReal] == 10 && first[.scoresFake] == 2)
    // Slope by slope: 5 - 1 twice over 1 and 3 players' own weights.
    #expect(first[.gradientNormDiscriminator].map { abs($0 - 32.0.squareRoot()) < 1e-5 } == true)
  }
}
