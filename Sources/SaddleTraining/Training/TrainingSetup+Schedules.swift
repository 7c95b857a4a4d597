// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension TrainingSetup {
  /// Brings everything that is scheduled to its value for a step.
  func applySchedules(step: Int, drops: Int) throws {
    guard !configuration.schedules.isEmpty else { return }
    let live = configuration.scheduled(at: step, drops: drops)
    game.generator.follow(live.optimizer.generator)
    game.discriminator.follow(live.optimizer.discriminator)
    average?.settings = live.ema
    try game.rules.rescale(live)
  }
}

extension Player {
  /// Takes over what can change in an optimiser.
  fileprivate mutating func follow(_ settings: OptimizerConfiguration) {
    optimizer.learningRate = settings.learningRate
    for index in optimizer.groups.indices {
      optimizer.groups[index].weightDecay = settings.weightDecay
    }
    (optimizer as? Adam)?.betas = (settings.beta1, settings.beta2)
    clipping = GradientClipping(settings.gradientClip)
  }
}

extension Game.Rules {
  /// Takes over the weights of a configuration that is built like this one.
  mutating func rescale(_ live: Configuration) throws(TensorError) {
    topK = min(1, live.training.topK)
    consensus = live.training.consensus
    lookaheadShare = live.training.lookahead.alpha
    if let smoothed = LossCatalog.make(
      live.objective,
      labelSmoothing: live.regularizers.labelSmoothing
    ) {
      loss = smoothed
    }
    let fresh = live.makeRegularizers()
    if fresh.count == regularizers.count {
      for (old, new) in zip(regularizers, fresh) {
        let state = try old.state()
        if state.count > 0 { try new.load(state) }
      }
      regularizers = fresh
    }
    for (index, transform) in transforms.enumerated() {
      if transform is InstanceNoise {
        let noise = live.regularizers.instanceNoise
        transforms[index] = InstanceNoise(
          sigma: noise.sigma,
          until: noise.until > 0 ? noise.until : nil
        )
      } else if let old = transform as? Augmentation, old.controller == nil {
        transforms[index] = Augmentation(
          old.transforms,
          probability: live.augmentation.probability
        )
      }
    }
  }
}
