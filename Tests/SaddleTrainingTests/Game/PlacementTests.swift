// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleGAN
import SaddleHealth
import SaddleTorch
import Synchronization
import Testing

/// Processes that share a game, here as threads: halves of a batch with exchanged gradients are the
/// whole batch.
@Suite struct PlacementTests {
  /// Means over two that come to it with the same network's gradients.
  private final class Meeting: @unchecked Sendable {  // What is shared is guarded by the condition.
    private let condition = NSCondition()
    private var brought: [[Int: [Float]]] = []
    private var meetings = 0

    func mean(_ own: [Int: [Float]]) -> [Int: [Float]] {
      condition.lock()
      defer { condition.unlock() }
      brought.append(own)
      let mine = meetings
      if brought.count == 2 * (mine + 1) {
        meetings += 1
        condition.broadcast()
      }
      // One that doesn't come fails the test; it must not stop it.
      let end = Date(timeIntervalSinceNow: 60)
      while meetings == mine, condition.wait(until: end) {}
      guard meetings > mine else { return own }
      let (first, second) = (brought[2 * mine], brought[2 * mine + 1])
      return first.merging(second) { zip($0, $1).map { ($0 + $1) / 2 } }
    }
  }

  private final class Exchange: GradientExchange {
    let meeting: Meeting
    init(_ meeting: Meeting) { self.meeting = meeting }

    func exchange(_ network: Module) throws(TensorError) {
      let parameters = network.parameters().map(\.parameter)
      var own: [Int: [Float]] = [:]
      for (index, parameter) in parameters.enumerated() {
        if let gradient = try parameter.gradient { own[index] = try gradient.array() }
      }
      for (index, values) in meeting.mean(own) {
        try parameters[index].setGradient(Tensor(values, shape: parameters[index].tensor.shape))
      }
    }
  }

  /// A generator whose samples are its bias: no latent number matters.
  private static func game(batch: Int, _ placement: Placement) throws -> Game<Unconditional> {
    let random = try Random(seed: 3)
    let bias = Sequential([try Linear(1, 2, using: random)])
    let factor = bias.parameters()[0].parameter
    try factor.assign(factor.tensor.detach() * 0)
    let judge = Sequential([
      try Linear(2, 8, using: random), LeakyReLU(slope: 0.2), try Linear(8, 1, using: random),
    ])
    var rules = Unconditional.Rules(loss: NonSaturatingLoss())
    (rules.latentShape, rules.batchSize) = ([1], batch)
    let players = try [(PlayerID.generator, bias), (.discriminator, judge)].map { id, network in
      Player(
        id,
        network: network,
        optimizer: try SGD(network, learningRate: id.side == .generator ? 0 : 0.1)
      )
    }
    return Game(
      Unconditional(rules),
      players: Players(players),
      random: try Random(seed: 3),
      placement: placement
    )
  }

  private static func real(_ rows: Range<Int>) throws -> RealBatch {
    let values = rows.flatMap { [Float($0) / 4, Float($0 % 3)] }
    return RealBatch(try Tensor(values, shape: [rows.count, 2]))
  }

  @Test func twoHalvesAreTheWhole() throws {
    let meeting = Meeting()
    let weights = Mutex<[Int: [Float]]>([:])
    let seen = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { rank in
      guard
        let game = try? Self.game(
          batch: 4,
          Placement(count: 2, gradients: Exchange(meeting))
        )
      else { return }
      for _ in 0..<5 { _ = try? game.play { try Self.real((rank * 4)..<(rank * 4 + 4)) } }
      let judge = game.players[.discriminator]?.network
      let values = try? judge?.parameters().flatMap {
        try $0.parameter.tensor.detach().array() as [Float]
      }
      weights.withLock { $0[rank] = values ?? [] }
      seen.withLock { $0.append(game.imagesSeen) }
    }
    let whole = try Self.game(batch: 8, .alone)
    for _ in 0..<5 { _ = try whole.play { try Self.real(0..<8) } }
    let wanted: [Float] = try #require(whole.players[.discriminator]).network.parameters()
      .flatMap { try $0.parameter.tensor.detach().array() as [Float] }
    let both = weights.withLock { $0 }
    #expect(zip(both[0] ?? [], wanted).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(both[0] == both[1] && both[0]?.isEmpty == false)
    // Samples that all processes read count.
    #expect(seen.withLock { $0 } == [40, 40])
  }
}
