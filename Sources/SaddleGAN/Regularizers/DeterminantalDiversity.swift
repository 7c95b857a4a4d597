// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
public import SaddleTorch

/// Gives fakes the diversity of the reals: matches the kernels' eigenvalues and eigenvectors (GDPP).
///
/// Features are the samples themselves, flattened and brought to unit length; K is their Gram
/// matrix. `weight * (sum_i |l_i - m_i|^2 - sum_i n_i cos(v_i, w_i))` with the eigenvalues l of the
/// reals, m of the fakes and n = l scaled to 0...1. The paper takes the discriminator's features;
/// architectures here have no named feature layer, so it is the samples'. Source: Elfeki et al.,
/// "GDPP: Learning Diverse Generations Using Determinantal Point Processes", 2019.
public final class DeterminantalDiversity: Regularizer {
  /// Weight of the term in the generator's loss.
  public var weight: Double
  /// Its section in the configuration.
  public var id: String { "determinantalDiversity" }
  /// The reals' kernel is what fakes are brought to.
  public var generatorReadsReal: Bool { true }

  /// Its weight, which may change in a running game.
  public var controls: [Control] { [Control("weight", of: self, \.weight)] }

  /// Creates the penalty for the generator's loss.
  public init(weight: Double = 1e-4) {
    self.weight = weight
  }

  /// Returns the term; nil where the step has no real batch.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? {
    guard let real = batch.real else { return nil }
    return try Self.term(real: real.samples.detach(), fake: batch.fake.samples) * weight
  }

  /// The term of two batches of equal size, weight 1.
  static func term(real: Tensor, fake: Tensor) throws(TensorError) -> Tensor {
    let (l, v) = try kernel(real).symmetricEigen()
    let (m, w) = try eigen(of: kernel(fake))
    let magnitude = try (l - m).square().sum()
    let low = try l.min()
    let normalized = try (l - low) / (l.max() - low + 1e-12)
    // Eigenvectors have unit length and no sign of their own.
    let cosines = try (v.detach() * w).sum(0).abs()
    return try magnitude - (normalized.detach() * cosines).sum()
  }

  /// Eigenvalues and eigenvectors whose gradients stay finite where eigenvalues are equal.
  ///
  /// To first order a change dK moves `l_i` by `v_i dK v_i` and `v_i` by the sum over j of
  /// `v_j (v_j dK v_i) / (l_i - l_j)`; here `1 / d` is `d / (d^2 + c^2)` with `c` a thousandth of the
  /// largest eigenvalue, so that vectors of nearly equal values, which have no direction of their
  /// own, are left alone.
  private static func eigen(
    of matrix: Tensor
  ) throws(TensorError) -> (values: Tensor, vectors: Tensor) {
    let (values, vectors) = try matrix.detach().symmetricEigen()
    // Diagonal in value; what it adds below is 0 and carries the gradient.
    let turned = try vectors.transposed().matmul(matrix.matmul(vectors))
    let gaps = try values.unsqueezed(0) - values.unsqueezed(1)
    let slack = try (values.max() * 1e-3).square()
    let weights = try gaps / (gaps.square() + slack)
    let identity = try Tensor.identity(values.shape[0], dtype: values.dtype)
    return (try (turned * identity).sum(0), try vectors + vectors.matmul(turned * weights))
  }

  /// The Gram matrix of unit vectors.
  private static func kernel(_ samples: Tensor) throws(TensorError) -> Tensor {
    let flat = try samples.flattened(1)
    let unit = try flat / (flat.square().sum(1, keep: true) + 1e-12).sqrt()
    return try unit.matmul(unit.transposed())
  }
}
