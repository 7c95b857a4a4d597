// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

// Updates that look ahead, for games in which two plain gradients only circle.
extension Game {
  /// Puts both players' gradients at the same weights on their parameters.
  func differentiateBoth(_ nextReal: () throws -> RealBatch) throws {
    let real = try nextReal()
    let fake = try differentiateDiscriminator(real, keepsGraph: true)
    try differentiateGenerator(fake, real: real)
  }

  /// Extragradient: a trial step, the gradient there, and a step by it from where both stood.
  ///
  /// Moments of an optimiser take in both gradients (ExtraAdam). Source: Gidel et al., "A
  /// Variational Inequality Perspective on GANs", 2019, algorithms 2 and 4.
  func playExtragradient(_ nextReal: () throws -> RealBatch) throws {
    let start = try weights().copied()
    try differentiateBoth(nextReal)
    try updateBoth()
    try differentiateBoth(nextReal)
    try weights().assign(start)
    try updateBoth()
  }

  /// Extrapolation from the past: the trial step goes along the last gradient, which saves a pass.
  ///
  /// Source: Gidel et al., 2019, section 3.2.
  func playExtrapolationFromPast(_ nextReal: () throws -> RealBatch) throws {
    let start = try weights().copied()
    if let past = memory["past"] {
      for (parameter, gradient) in zip(parameters(), past) { try parameter.setGradient(gradient) }
      try updateBoth()
    }
    try differentiateBoth(nextReal)
    var past: [Tensor] = []
    for parameter in parameters() {
      past.append(try parameter.gradient?.clone() ?? parameter.tensor.detach().zerosLike())
    }
    memory["past"] = past
    try weights().assign(start)
    try updateBoth()
  }

  /// Optimistic updates: twice the optimiser's step less its last one, which is 0 at first.
  ///
  /// With gradient descent OGDA, with Adam optimistic Adam. Source: Daskalakis et al., "Training GANs
  /// with Optimism", 2018; GauthierGidel/Variational-Inequality-GAN@141122a, optim/omd.py.
  func playOptimistically(_ nextReal: () throws -> RealBatch) throws {
    let start = try weights().copied()
    try differentiateBoth(nextReal)
    try updateBoth()
    var steps: [Tensor] = []
    try noGrad { () throws(TensorError) in
      for (index, weight) in weights().enumerated() {
        let made = try (weight - start[index]).clone()
        var next = try start[index] + made * 2
        if let last = memory["step"] { next = try next - last[index] }
        try weight.overwrite(next)
        steps.append(made)
      }
    }
    memory["step"] = steps
    try constrain()
  }

  // MARK: - Lookahead

  /// Notes the slow weights before the first step.
  func keepSlowWeights() throws(TensorError) {
    if memory["slow"] == nil { memory["slow"] = try weights().copied() }
  }

  /// Every so many steps: slow weights go `alpha` of the way to the fast ones, which start there.
  ///
  /// Source: Chavdarova et al., "Taming GANs with Lookahead-Minmax", 2021.
  func pullToSlowWeights() throws {
    guard step % rules.lookaheadEvery == 0, let slow = memory["slow"] else { return }
    let share = rules.lookaheadShare
    var pulled: [Tensor] = []
    try noGrad { () throws(TensorError) in
      for (slow, fast) in zip(slow, weights()) {
        pulled.append(try (slow + (fast - slow) * share).clone())
      }
    }
    try weights().assign(pulled)
    memory["slow"] = pulled
  }

  // MARK: - Both players' weights

  func parameters() -> [Parameter] {
    [discriminator, generator].flatMap { $0.network.parameters().map(\.parameter) }
  }

  func weights() -> [Tensor] { parameters().map(\.tensor) }

  func updateBoth() throws(TensorError) {
    try update(discriminator)
    try update(generator)
  }
}

extension [Tensor] {
  /// Copies without history.
  func copied() throws(TensorError) -> [Tensor] {
    try map { tensor throws(TensorError) in try tensor.detach().clone() }
  }

  /// Overwrites the values with those of `others`.
  func assign(_ others: [Tensor]) throws(TensorError) {
    for (tensor, other) in zip(self, others) { try tensor.overwrite(other) }
  }
}
