// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
public import SaddleTorch

/// Pulls the rows of every weight matrix apart: `weight * |W W^T * (1 - I)|_F^2`.
///
/// The diagonal is left free, so that rows keep their length. A matrix has one row an output unit.
/// Source: Brock et al., "Large Scale GAN Training (BigGAN)", 2019, equation 3.
public final class OrthogonalRegularization: Regularizer {
  /// Weight for the discriminator's matrices; 0 is none.
  public var discriminator: Double
  /// Weight for the generator's matrices; 0 is none.
  public var generator: Double
  /// The larger of both.
  public var weight: Double { max(discriminator, generator) }
  /// Its section in the configuration.
  public var id: String { "orthogonal" }

  /// Its weights, which may change in a running game.
  public var controls: [Control] {
    [
      Control("discriminator", of: self, \.discriminator),
      Control("generator", of: self, \.generator),
    ]
  }

  /// Creates the penalty; a weight of 0 leaves that network alone.
  public init(discriminator: Double, generator: Double) {
    self.discriminator = discriminator
    self.generator = generator
  }

  /// Returns the discriminator's term.
  public func penalty(_ batch: PenaltyBatch) throws(TensorError) -> Tensor? {
    guard discriminator > 0, let network = batch.network else { return nil }
    return try Self.term(network, discriminator)
  }

  /// Returns the generator's term.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? {
    generator > 0 ? try Self.term(batch.network, generator) : nil
  }

  private static func term(_ network: Module, _ weight: Double) throws(TensorError) -> Tensor? {
    var sum: Tensor?
    for (_, parameter) in network.parameters() {
      let shape = try parameter.tensor.shape
      guard shape.count > 1, shape[0] > 1 else { continue }
      let rows = try parameter.tensor.flattened(1)
      let products = try rows.matmul(rows.transposed())
      // All products less those of a row with itself.
      let term = try products.square().sum() - products.diagonal().square().sum()
      sum = try sum.map { (sum) throws(TensorError) in try sum + term } ?? term
    }
    return try sum.map { (sum) throws(TensorError) in try sum * weight }
  }
}
