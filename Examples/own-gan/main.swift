// SPDX-License-Identifier: Apache-2.0
// A GAN with a loss, a regularizer and networks of its own, watched:    swift run own-gan
import SaddleGAN
import SaddleHealth
import SaddleTorch

struct SquaredHinge: AdversarialLoss {
  func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try (1 - real.tensor).relu().square() + (1 + fake.tensor).relu().square()
  }
  func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor { try -fake.tensor }
}
final class Flatness: Regularizer {
  let (id, weight, inputs) = ("flatness", 1.0, RegularizedInputs.real)
  func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    try batch.squaredGradientNorms(of: batch.realScores, at: batch.real).mean() * weight
  }
}
final class Swish: Module {
  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input * input.sigmoid()
  }
}
let random = try Random(seed: 1)
let players = try [(PlayerID.generator, 4, 2), (.discriminator, 2, 1)].map { id, inputs, outputs in
  let first = try Linear(inputs, 64, using: random)
  let network = Sequential([first, Swish(), try Linear(64, outputs, using: random)])
  return Player(id, network: network, optimizer: try Adam(network, learningRate: 1e-3))
}
var rules = Unconditional.Rules(loss: SquaredHinge())
(rules.latentShape, rules.regularizers) = ([4], [Flatness()])
let game = Game(Unconditional(rules), players: Players(players), random: random)
var monitor = HealthMonitor(context: RunContext())
for _ in 1...300 {
  let seen = try game.play { RealBatch(try random.normal([64, 2], mean: 2)) }
  for finding in monitor.observe(seen[0].observation) { print(finding.summary) }
}
print(monitor.diagnosis().story)
