// SPDX-License-Identifier: Apache-2.0
import CTorch

// Measures of and changes to all of a module's gradients or values, one call of the engine each.
extension Module {
  /// Returns the L2 norm of each parameter's gradient, 0 where there is none.
  ///
  /// Shape `[count]`.
  public final func gradientNorms() throws(TensorError) -> Tensor {
    let list = parameterList()
    return try call("gradient_norms", []) { out, failure in
      list.with { st_norms($0, list.count, true, out, failure) }
    }
  }

  /// Returns the L2 norm of all gradients together.
  ///
  /// Shape `[]`.
  public final func gradientNorm() throws(TensorError) -> Tensor { try gradientNorms().norm() }

  /// Scales all gradients by `min(1, bound / norm)`.
  ///
  /// A norm that isn't finite makes the gradients NaN: nothing is hidden.
  ///
  /// - Returns: The norm before. Shape `[]`.
  @discardableResult
  public final func clipGradients(norm bound: Double) throws(TensorError) -> Tensor {
    let list = parameterList()
    return try call("clip_gradients", []) { out, failure in
      list.with { st_clip_gradient_norm($0, list.count, bound, out, failure) }
    }
  }

  /// Limits each element of all gradients to `-bound...bound`.
  public final func clipGradients(value bound: Double) throws(TensorError) {
    let list = parameterList()
    try perform("clip_gradients", []) { failure in
      list.with { st_clip_gradient_value($0, list.count, bound, failure) }
    }
  }

  /// Limits each element of all parameters to `-bound...bound` (Wasserstein GAN's clipping).
  public final func clampParameters(_ bound: Double) throws(TensorError) {
    let list = parameterList()
    try perform("clamp_parameters", []) { failure in
      list.with { st_clamp_values($0, list.count, -bound, bound, failure) }
    }
  }

  /// Moves parameters to `decay * own + (1 - decay) * other's` and copies the buffers: an
  /// exponential moving average.
  ///
  /// - Throws: `TensorError` where the modules differ in number or shapes of parameters.
  public final func average(with other: Module, decay: Double) throws(TensorError) {
    let (own, theirs) = (parameterList(), other.parameterList())
    guard own.count == theirs.count else {
      throw TensorError(
        .invalidArgument,
        "average",
        cause: "\(own.count) parameters and \(theirs.count)"
      )
    }
    try perform("average", []) { failure in
      own.with { ownPointers in
        theirs.with { st_lerp(ownPointers, own.count, $0, 1 - decay, failure) }
      }
    }
    for ((_, mine), (_, source)) in zip(buffers(), other.buffers()) {
      try mine.assign(source.tensor)
    }
  }

  /// Returns the name of the first parameter with a NaN or an infinity, nil if there is none.
  public final func firstNonFiniteParameter() throws(TensorError) -> String? {
    try firstNonFinite(ofGradients: false)
  }

  /// Returns the name of the first parameter whose gradient has a NaN or an infinity.
  public final func firstNonFiniteGradient() throws(TensorError) -> String? {
    try firstNonFinite(ofGradients: true)
  }

  private final func firstNonFinite(ofGradients: Bool) throws(TensorError) -> String? {
    let list = parameterList()
    var index = -1
    try perform("first_non_finite", []) { failure in
      list.with { st_first_non_finite($0, list.count, ofGradients, &index, failure) }
    }
    guard index >= 0 else { return nil }
    let all = parameters()
    return all.indices.contains(index) ? all[index].name : nil
  }
}
