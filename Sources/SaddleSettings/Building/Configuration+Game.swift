// SPDX-License-Identifier: Apache-2.0

package import SaddleGAN
package import SaddleTorch

extension Configuration {
  /// Makes the task with its losses, regularizers and transforms.
  ///
  /// - Parameters:
  ///   - networks: Both networks.
  ///   - levels: Doublings from 4x4 to the full size, for networks that are grown.
  package func makeTask(_ networks: Networks, levels: Int = 0) throws(TensorError) -> Unconditional
  {
    var rules = Unconditional.Rules(loss: try makeLoss())
    rules.labelSmoothing = regularizers.labelSmoothing
    rules.regularizers = makeRegularizers()
    rules.transforms = makeTransforms()
    rules.classCount = networks.classCount
    rules.packing = discriminator.packing
    rules.topK = training.topK
    rules.discriminatorSteps = training.discriminatorSteps
    rules.generatorSteps = training.generatorSteps
    rules.batchSize = training.batchSize
    rules.latentShape = networks.latentShape
    rules.latents = generator.latentDistribution
    rules.joinsBatches = networks.judgesSamplesOneByOne
    let growth = training.growth
    if growth.isOn { rules.growth = { growth.level(imagesSeen: $0, levels: levels) } }
    return Unconditional(rules)
  }

  func makeLoss() throws(TensorError) -> any AdversarialLoss {
    let smoothing = regularizers.labelSmoothing
    guard let loss = LossCatalog.make(objective, labelSmoothing: smoothing) else {
      throw TensorError(
        .invalidArgument,
        "objective",
        cause: "'\(objective.rawValue)' has no label to smooth"
      )
    }
    return loss
  }

  /// Makes both players; the generator keeps a moving average where `average` is given.
  package func makePlayers(
    _ generator: Module,
    _ discriminator: Module,
    average: ExponentialAverage? = nil
  ) throws(TensorError) -> Players {
    Players([
      try optimizer.generator.makePlayer(.generator, generator, average: average),
      try optimizer.discriminator.makePlayer(.discriminator, discriminator),
    ])
  }

  /// Makes the rule by which moves become updates.
  package func makeUpdates() -> any UpdateRule {
    let rule: any UpdateRule =
      switch training.updates {
      case .alternating: Alternating(accumulation: training.accumulate)
      case .alternatingGeneratorFirst:
        Alternating(reversed: true, accumulation: training.accumulate)
      case .simultaneous: Simultaneous()
      case .extragradient: Extragradient()
      case .extrapolationFromPast: ExtrapolationFromPast()
      case .optimistic: Optimistic()
      case .consensus: Consensus(weight: training.consensus)
      case .unrolled: Unrolled(steps: training.unrollSteps)
      }
    let lookahead = training.lookahead
    guard lookahead.every > 0 else { return rule }
    return Lookahead(of: rule, every: lookahead.every, alpha: lookahead.alpha)
  }
}

extension OptimizerConfiguration {
  /// Makes a player with this optimizer.
  package func makePlayer(
    _ id: PlayerID,
    _ network: Module,
    average: ExponentialAverage? = nil
  ) throws(TensorError) -> Player {
    Player(
      id,
      network: network,
      optimizer: try makeOptimizer(network),
      clipping: gradientClip.clipping,
      average: average
    )
  }

  private func makeOptimizer(_ network: Module) throws(TensorError) -> Optimizer {
    let group = ParameterGroup(
      network.parameters(),
      learningRate: learningRate,
      weightDecay: weightDecay
    )
    switch kind {
    case .adam: return try Adam([group], betas: (beta1, beta2), epsilon: epsilon)
    case .adamw: return try AdamW([group], betas: (beta1, beta2), epsilon: epsilon)
    case .sgd: return try SGD([group], momentum: momentum)
    case .rmsprop:
      return try RMSprop([group], alpha: alpha, epsilon: epsilon, momentum: momentum)
    }
  }
}

extension GradientClipConfiguration {
  /// The bound that is set.
  var clipping: GradientClipping {
    norm.map { .norm($0) } ?? value.map { .value($0) } ?? adaptive.map { .adaptive($0) } ?? .none
  }
}

extension AveragingConfiguration {
  /// How fast the average forgets.
  package var averaging: Averaging {
    Averaging(decay: decay, halfLifeImages: halfLifeImages, rampUp: rampUp)
  }
}
