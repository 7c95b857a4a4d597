// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleTorch

/// The moving average of a network's weights, which samples are made with.
///
/// `average = beta * average + (1 - beta) * weights` after each step; buffers (running statistics)
/// are copied. `beta` is the decay that is set or, for a half-life in images,
/// `0.5^(new / halfLife)` with `new` images in the step. A ramp keeps the half-life below a fraction of the images seen so
/// far, as StyleGAN2-ADA does.
public final class ExponentialAverage: Controllable {
  /// The network that holds the average, built like the one that is trained.
  public let network: Module
  private let source: Module
  /// How fast it forgets.
  public var settings: Averaging

  /// Starts the average at the weights of `source`; both networks must be built alike.
  public init(
    of source: Module,
    into network: Module,
    settings: Averaging = Averaging()
  ) throws(TensorError) {
    self.network = network
    self.source = source
    self.settings = settings
    try network.load(source.stateDictionary())
  }

  /// Takes in the weights after a step.
  ///
  /// - Parameters:
  ///   - newImages: Real samples that the step consumed, over all its batches.
  ///   - imagesSeen: Those of all steps so far.
  func update(newImages: Int, imagesSeen: Int) throws(TensorError) {
    try network.average(with: source, decay: decay(newImages, imagesSeen))
  }

  func decay(_ newImages: Int, _ imagesSeen: Int) -> Double {
    guard var halfLife = settings.halfLifeImages else { return settings.decay ?? 0.999 }
    if let ramp = settings.rampUp { halfLife = min(halfLife, Double(imagesSeen) * ramp) }
    return halfLife > 0 ? pow(0.5, Double(newImages) / halfLife) : 0
  }

  /// Of decay, half-life and ramp those that are set.
  public var controls: [Control] {
    let paths: [(String, WritableKeyPath<Averaging, Double?>)] = [
      ("decay", \.decay), ("halfLifeImages", \.halfLifeImages), ("rampUp", \.rampUp),
    ]
    return paths.compactMap { name, path in
      guard settings[keyPath: path] != nil else { return nil }
      return Control(name, get: { [self] in settings[keyPath: path] ?? 0 }) { [self] in
        settings[keyPath: path] = $0
      }
    }
  }
}

/// How fast a moving average forgets.
public struct Averaging: Sendable, Equatable {
  /// Weight of the old average in each step; nil where the half-life is given.
  public var decay: Double?
  /// Images after which a weight counts half; nil where the decay is given.
  public var halfLifeImages: Double?
  /// Largest half-life as a fraction of the images seen so far; nil is no ramp.
  public var rampUp: Double?

  /// Creates the settings; nil everywhere is a decay of 0.999.
  public init(decay: Double? = nil, halfLifeImages: Double? = nil, rampUp: Double? = nil) {
    self.decay = decay
    self.halfLifeImages = halfLifeImages
    self.rampUp = rampUp
  }
}
