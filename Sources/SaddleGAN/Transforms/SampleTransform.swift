// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// What samples pass before the discriminator sees them: the same on real and on fake ones, in
/// both players' updates, so that nothing of it leaks into what the generator makes.
///
/// It must be differentiable: the generator learns through it.
///
/// ```swift
/// import SaddleGAN
/// import SaddleTorch
///
/// final class Shaken: SampleTransform {
///   let id = "shaken"
///
///   func apply(_ samples: Tensor, step: Int, using random: Random) throws(TensorError) -> Tensor {
///     try samples + random.normal(samples.shape) * 0.1
///   }
/// }
/// ```
public protocol SampleTransform: Stateful, Controllable {
  /// What logs and summaries call it: the name of its section in the configuration.
  var id: String { get }
  /// The remedy of the monitor's that is in force with it; nil where it is none.
  var measure: Measure? { get }

  /// Returns the transformed samples, of the same shape.
  ///
  /// - Parameters:
  ///   - samples: Shape `[batch, ...]`.
  ///   - step: The step that is being made; the first is 1.
  ///   - random: Source of random numbers.
  func apply(_ samples: Tensor, step: Int, using random: Random) throws(TensorError) -> Tensor

  /// Takes in the scores of a real batch, which adaptive transforms follow.
  ///
  /// - Parameters:
  ///   - realScores: One a pack with packing, one a patch with a patch discriminator.
  ///   - imageCount: How many images they are of.
  ///   - step: The step that is being made; the first is 1.
  func observe(realScores: [Float], imageCount: Int, step: Int)

  /// What it would have logged: strength, probability.
  var observations: [(signal: Signal, value: Double)] { get }
}

extension SampleTransform {
  /// None: it isn't one of the monitor's remedies.
  public var measure: Measure? { nil }
  /// Follows nothing.
  public func observe(realScores: [Float], imageCount: Int, step: Int) {}
  /// Logs nothing.
  public var observations: [(signal: Signal, value: Double)] { [] }
}
