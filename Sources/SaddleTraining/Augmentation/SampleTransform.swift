// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// What samples pass before the discriminator sees them: the same on real and on fake ones, in
/// both players' updates, so that nothing of it leaks into what the generator makes.
///
/// It must be differentiable: the generator learns through it.
public protocol SampleTransform {
  /// The measure that is in force with it, as the monitor names it.
  var measure: Measure { get }

  /// Returns the transformed samples, of the same shape.
  ///
  /// - Parameters:
  ///   - samples: Shape `[batch, ...]`.
  ///   - step: The step that is being made; the first is 1.
  ///   - random: Source of random numbers.
  func apply(_ samples: Tensor, step: Int, using random: Random) throws(TensorError) -> Tensor

  /// Takes in the scores of a real batch, which adaptive transforms follow.
  func observe(realScores: [Float], step: Int)

  /// What it would have logged: strength, probability.
  var observations: [(signal: Signal, value: Double)] { get }

  /// What a checkpoint must keep of it.
  func state() throws(TensorError) -> StateDictionary

  /// Goes on from what `state` gave.
  func load(_ state: StateDictionary) throws(TensorError)
}

extension SampleTransform {
  /// Follows nothing.
  public func observe(realScores: [Float], step: Int) {}
  /// Logs nothing.
  public var observations: [(signal: Signal, value: Double)] { [] }
  /// Keeps nothing.
  public func state() throws(TensorError) -> StateDictionary { StateDictionary() }
  /// Needs nothing.
  public func load(_ state: StateDictionary) throws(TensorError) {}
}
