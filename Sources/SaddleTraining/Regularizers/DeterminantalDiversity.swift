// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Gives fakes the diversity of the reals: matches the kernels' eigenvalues and eigenvectors (GDPP).
///
/// Features are the samples themselves, flattened and brought to unit length; K is their Gram
/// matrix. `weight * (sum_i |l_i - m_i|^2 - sum_i n_i cos(v_i, w_i))` with the eigenvalues l of the
/// reals, m of the fakes and n = l scaled to 0...1. The paper takes the discriminator's features;
/// architectures here have no named feature layer, so it is the samples'. Source: Elfeki et al.,
/// "GDPP: Learning Diverse Generations Using Determinantal Point Processes", 2019.
public struct DeterminantalDiversity: Regularizer {
  /// Weight.
  public let weight: Double
  /// The value `.minibatchDeviation`: a measure of diversity within the batch.
  public var measure: Measure { .minibatchDeviation }
  /// The value `penalty/total`.
  public var signal: Signal { .penalty }

  /// Creates the penalty.
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
    let (m, w) = try kernel(fake).symmetricEigen()
    let magnitude = try (l - m).square().sum()
    let low = try l.min()
    let normalised = try (l - low) / (l.max() - low + 1e-12)
    // Eigenvectors have unit length and no sign of their own.
    let cosines = try (v.detach() * w).sum(0).abs()
    return try magnitude - (normalised.detach() * cosines).sum()
  }

  /// The Gram matrix of unit vectors; a ramp on the diagonal keeps equal eigenvalues apart, whose
  /// vectors have no gradient.
  private static func kernel(_ samples: Tensor) throws(TensorError) -> Tensor {
    let flat = try samples.flattened(1)
    let unit = try flat / (flat.square().sum(1, keep: true) + 1e-12).sqrt()
    let count = try unit.shape[0]
    let ramp = try Tensor.linspace(from: 1e-4, to: 1e-3, count: count, dtype: unit.dtype)
    return try unit.matmul(unit.transposed())
      + Tensor.identity(count, dtype: unit.dtype) * ramp
  }
}
