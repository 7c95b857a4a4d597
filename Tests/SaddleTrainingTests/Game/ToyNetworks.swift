// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Dirac-GAN's generator: every sample is theta.
final class PointGenerator: Module {
  let theta: Parameter

  init(_ value: Double) throws(TensorError) {
    theta = try Parameter(Tensor([value], shape: [1]))
    super.init()
    register(theta, as: "theta")
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try theta.tensor.expanded([input.shape[0], 1])
  }
}

/// Dirac-GAN's discriminator: `D(x) = psi x`.
final class LineDiscriminator: Module {
  let psi: Parameter

  init(_ value: Double) throws(TensorError) {
    psi = try Parameter(Tensor([value], shape: [1]))
    super.init()
    register(psi, as: "psi")
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input * psi.tensor
  }
}

/// The rules of the task and of its updates in one, for tests that turn one of them.
@dynamicMemberLookup
struct ToyRules {
  var task: Unconditional.Rules
  var updates: UpdateOrder
  var accumulation = 1
  var lookaheadEvery = 0
  var consensus = 10.0

  subscript<Value>(dynamicMember path: WritableKeyPath<Unconditional.Rules, Value>) -> Value {
    get { task[keyPath: path] }
    set { task[keyPath: path] = newValue }
  }

  /// The same rule that a configuration of these settings makes.
  func makeUpdates() -> any UpdateRule {
    var configuration = Configuration()
    configuration.training.updates = updates
    configuration.training.accumulate = accumulation
    configuration.training.lookahead.every = lookaheadEvery
    configuration.training.consensus = consensus
    return configuration.makeUpdates()
  }
}

/// Dirac-GAN: all data at 0, generator at theta, played through the real training loop.
///
/// In the convention of Mescheder et al. 2018 D is larger on fakes, in ours on reals: their
/// trajectories are ours with psi negated.
struct DiracGame {
  let game: Game<Unconditional>
  let generator: PointGenerator
  let discriminator: LineDiscriminator

  init(
    loss: any AdversarialLoss,
    updates: UpdateOrder,
    regularizers: [any Regularizer] = [],
    generatorRate: Double = 0.2,
    discriminatorRate: Double = 0.2,
    discriminatorSteps: Int = 1,
    joinsBatches: Bool = true,
    configure: (inout ToyRules) -> Void = { _ in }
  ) throws {
    generator = try PointGenerator(1)
    discriminator = try LineDiscriminator(-1)
    var rules = ToyRules(task: Unconditional.Rules(loss: loss), updates: updates)
    rules.regularizers = regularizers
    rules.discriminatorSteps = discriminatorSteps
    rules.batchSize = 2
    rules.latentShape = [1]
    rules.dtype = .float64
    rules.joinsBatches = joinsBatches
    configure(&rules)
    func player(_ id: PlayerID, _ network: Module, _ rate: Double) throws(TensorError) -> Player {
      let group = ParameterGroup(network.parameters(), learningRate: rate)
      return Player(id, network: network, optimizer: try SGD([group]))
    }
    game = try Game(
      Unconditional(rules.task),
      players: Players([
        player(.generator, generator, generatorRate),
        player(.discriminator, discriminator, discriminatorRate),
      ]),
      updates: rules.makeUpdates(),
      random: Random(seed: 1)
    )
  }

  /// Plays until `step` and returns theta and psi in the reference's convention.
  func play(until step: Int) throws -> (theta: Double, psi: Double) {
    let real = try Tensor.zeros([2, 1], dtype: .float64)
    while game.step < step { _ = try game.play { RealBatch(real) } }
    return (try generator.theta.tensor.item(), -(try discriminator.psi.tensor.item()))
  }
}
