// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleSettings

/// What a training step costs, computed from the networks' tables and the rules of the game.
///
/// Multiply-adds: a pass costs 1, its gradient 2 (1 where the weights are frozen), a regularizer what
/// its `cost` says. Memory: what a step keeps for its gradients at its fullest moment, which is the
/// discriminator's update: the generator's pass, where it is used again, and two passes of the
/// discriminator. Lazy penalties count in full for memory and by their share for multiply-adds.
public struct StepCost: Sendable, Encodable {
  /// Multiply-adds for one generated image.
  public var multiplyAddsPerImage: Int
  /// Multiply-adds of a step, all updates of both networks.
  public var multiplyAddsPerStep: Int
  /// Bytes of trained numbers and buffers of both networks.
  public var parameterBytes: Int
  /// Bytes of their gradients.
  public var gradientBytes: Int
  /// Bytes that both optimizers keep.
  public var optimizerBytes: Int
  /// Bytes of the averaged generator; 0 where there is none.
  public var averageBytes: Int
  /// Bytes kept for gradients at the fullest moment: an estimate.
  public var activationBytes: Int
  /// All of it.
  public var totalBytes: Int {
    parameterBytes + gradientBytes + optimizerBytes + averageBytes + activationBytes
  }

  private enum CodingKeys: String, CodingKey {
    case multiplyAddsPerImage
    case multiplyAddsPerStep
    case parameterBytes
    case gradientBytes
    case optimizerBytes
    case averageBytes
    case activationBytes
    case totalBytes
  }

  /// Writes the figures, the total included.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(multiplyAddsPerImage, forKey: .multiplyAddsPerImage)
    try container.encode(multiplyAddsPerStep, forKey: .multiplyAddsPerStep)
    try container.encode(parameterBytes, forKey: .parameterBytes)
    try container.encode(gradientBytes, forKey: .gradientBytes)
    try container.encode(optimizerBytes, forKey: .optimizerBytes)
    try container.encode(averageBytes, forKey: .averageBytes)
    try container.encode(activationBytes, forKey: .activationBytes)
    try container.encode(totalBytes, forKey: .totalBytes)
  }

  /// Computes the costs of a step of `batchSize` samples.
  init(
    _ configuration: Configuration,
    generator: NetworkSummary,
    discriminator: NetworkSummary,
    batchSize: Int
  ) {
    let element = 4
    let packs = max(1, batchSize / configuration.discriminator.packing)
    var penalties = PassCost.none
    for regularizer in configuration.makeRegularizers() {
      let cost = regularizer.cost
      penalties.passes += cost.passes / Double(max(1, regularizer.interval))
      penalties.graphs += cost.graphs
    }
    multiplyAddsPerImage = generator.multiplyAdds
    multiplyAddsPerStep = Self.multiplyAdds(
      configuration.training,
      generator: Double(generator.multiplyAdds * batchSize),
      discriminator: Double(discriminator.multiplyAdds * packs),
      penalty: penalties.passes
    )
    let trained = generator.parameters + discriminator.parameters
    parameterBytes = element * (trained + generator.buffers + discriminator.buffers)
    gradientBytes = element * trained
    optimizerBytes =
      element
      * (generator.parameters * configuration.optimizer.generator.slots
        + discriminator.parameters * configuration.optimizer.discriminator.slots)
    averageBytes =
      configuration.ema.enabled ? element * (generator.parameters + generator.buffers) : 0
    let made = Double(generator.activationBytes * batchSize + generator.fixedBytes)
    let judged = Double(discriminator.activationBytes * packs + discriminator.fixedBytes)
    let reuses = configuration.training.updates == .alternating
    activationBytes = Int(
      max(made * (reuses ? 1 : 0) + judged * (2 + penalties.graphs), made + judged)
    )
  }

  private static func multiplyAdds(
    _ training: TrainingConfiguration,
    generator: Double,
    discriminator: Double,
    penalty: Double
  ) -> Int {
    let reused = training.updates == .alternating && training.accumulate == 1 ? 1.0 : 0
    var judging = Double(training.discriminatorSteps) * (discriminator * (6 + penalty) + generator)
    let making =
      Double(training.generatorSteps) * (3 * generator + 2 * discriminator) - reused * generator
    if training.updates == .unrolled { judging *= Double(1 + training.unrollSteps) }
    let rounds: Double =
      switch training.updates {
      case .extragradient: 2
      case .consensus: 3
      case .alternating, .alternatingGeneratorFirst, .simultaneous, .extrapolationFromPast,
        .optimistic, .unrolled:
        1
      }
    // All keys may be inside their ranges and the product beyond what an Int holds.
    return Int(min((judging + making) * rounds * Double(training.accumulate), 9e18))
  }
}

extension OptimizerConfiguration {
  /// Numbers that the optimizer keeps for each trained number.
  var slots: Int {
    switch kind {
    case .adam, .adamw: 2
    case .sgd: momentum != 0 ? 1 : 0
    case .rmsprop: momentum != 0 ? 2 : 1
    }
  }
}
