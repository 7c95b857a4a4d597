// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch

/// The moving average of the generator's weights, which samples are made with.
///
/// `average = beta * average + (1 - beta) * weights` after each step; buffers (running statistics)
/// are copied. `beta` is the configured decay, or `0.5^(batch / halfLife)` for a half-life in
/// images, which grows from 0 with the images seen where a ramp is set (as StyleGAN2-ADA does).
struct ExponentialAverage {
  /// The averaged generator.
  let network: Module
  private let source: Module
  /// How fast it forgets.
  var settings: AveragingConfiguration

  /// Starts the average at the weights of `source`; both networks must be built alike.
  init(
    of source: Module,
    into network: Module,
    settings: AveragingConfiguration
  ) throws(TensorError) {
    self.network = network
    self.source = source
    self.settings = settings
    try network.load(source.stateDictionary())
  }

  /// Takes in the weights after a step.
  func update(batchSize: Int, imagesSeen: Int) throws(TensorError) {
    try network.average(with: source, decay: decay(batchSize, imagesSeen))
  }

  private func decay(_ batchSize: Int, _ imagesSeen: Int) -> Double {
    guard var halfLife = settings.halfLifeImages else { return settings.decay ?? 0.999 }
    if let ramp = settings.rampUp { halfLife = min(halfLife, Double(imagesSeen) * ramp) }
    return halfLife > 0 ? pow(0.5, Double(batchSize) / halfLife) : 0
  }
}
