// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleHealth
import SaddleTorch
import Testing

/// pix2pix on pairs that are made up: a bright square goes in, its negative in two colors comes out.
@Suite struct PairedTests {
  private let side = 32

  /// A square of random place and size, and what should come of it.
  private func pairs(_ count: Int, using random: Random) throws -> PairedBatch {
    let corners: [Int] = try random.integers([count * 2], in: 2..<16).array()
    let sizes: [Int] = try random.integers([count], in: 6..<14).array()
    var (inputs, targets): ([Float], [Float]) = ([], [])
    for number in 0..<count {
      let (x, y, size) = (corners[2 * number], corners[2 * number + 1], sizes[number])
      let square = (0..<(side * side)).map { index in
        (x..<(x + size)).contains(index % side) && (y..<(y + size)).contains(index / side)
      }
      inputs += square.map { $0 ? 0.9 : -0.9 }
      targets += square.map { $0 ? -0.8 : 0.8 } + square.map { $0 ? 0.5 : -0.2 }
    }
    return PairedBatch(
      input: try Tensor(inputs, shape: [count, 1, side, side]),
      target: try Tensor(targets, shape: [count, 2, side, side])
    )
  }

  private func game(using random: Random) throws -> Game<Paired> {
    var generator = UNet.Settings()
    (generator.inputs, generator.outputs, generator.width, generator.levels) = (1, 2, 8, 5)
    var discriminator = PatchGAN.Settings()
    (discriminator.inputs, discriminator.width, discriminator.levels) = (3, 8, 1)
    let networks: [(PlayerID, Module)] = [
      (.generator, try UNet(generator, using: random)),
      (.discriminator, try PatchGAN(discriminator, using: random)),
    ]
    let players = try networks.map { id, network in
      Player(
        id,
        network: network,
        optimizer: try Adam(network, learningRate: 2e-3, betas: (0.5, 0.999))
      )
    }
    return Game(Paired(batchSize: 8), players: Players(players), random: random)
  }

  private func l1(_ a: Tensor, _ b: Tensor) throws -> Double { try (a - b).abs().mean().item() }

  private func psnr(_ a: Tensor, _ b: Tensor) throws -> Double {
    try 10 * ((a - b).square().mean() / 4).log().item() / -2.302585092994046
  }

  @Test func itBeatsCopyingTheInputAndTheMeanTarget() throws {
    let random = try Random(seed: 1)
    let game = try game(using: random)
    var last: Observation?
    for _ in 0..<150 { last = try game.play { try pairs(8, using: random) }[0].observation }
    let test = try pairs(32, using: Random(seed: 7))
    let made = try game.task.translate(test.input, game.players)
    let copy = try Tensor.concatenated([test.input, test.input], along: 1)
    let mean = try pairs(256, using: random).target.mean(0, keep: true)
    for baseline in [copy, try mean.expanded(test.target.shape)] {
      #expect(try l1(made, test.target) < 0.5 * l1(baseline, test.target))
      #expect(try psnr(made, test.target) > psnr(baseline, test.target) + 3)
    }
    let seen = try #require(last)
    let parts = [seen[.lossGeneratorAdversarial], seen[.lossGeneratorReconstruction]]
    let sum = parts.compactMap { $0 }.reduce(0, +)
    #expect(abs((seen[.lossGenerator] ?? .nan) - sum) < 1e-4 * sum)
    #expect(seen[.accuracy] != nil && seen[.scoresReal] != nil)
  }

  @Test func goingBackGivesTheSameStepAgain() throws {
    let random = try Random(seed: 2)
    let game = try game(using: random)
    let data = try (0..<4).map { _ in try pairs(8, using: random) }
    try game.play { data[0] }
    let state = try game.state().copied()
    let first = try game.play { data[1] }
    try game.play { data[2] }
    try game.restore(state)
    #expect(try game.play { data[1] } == first)
  }

  @Test func stackedExamplesAreTakenApart() throws {
    let both = try Tensor((0..<12).map(Float.init), shape: [1, 2, 2, 3])
    let batch = try PairedBatch(stacked: both)
    #expect(try batch.input.array() as [Float] == [0, 1, 2, 3, 4, 5])
    #expect(try batch.target.array() as [Float] == [6, 7, 8, 9, 10, 11])
    #expect(throws: TensorError.self) { try PairedBatch(stacked: .zeros([1, 3, 2, 2])) }
  }
}
