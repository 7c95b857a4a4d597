// SPDX-License-Identifier: Apache-2.0
import CTorch

// Functions of each element: shape and device stay. An integer tensor becomes `.float32` where
// the result isn't whole.
extension Tensor {
  /// Returns each element's absolute value.
  public func abs() throws(TensorError) -> Tensor { try unary("abs", st_abs) }

  /// Returns `exp(x)` of each element.
  public func exp() throws(TensorError) -> Tensor { try unary("exp", st_exp) }

  /// Returns `exp(x) - 1` of each element, exact near 0.
  public func expm1() throws(TensorError) -> Tensor { try unary("expm1", st_expm1) }

  /// Returns each element's natural logarithm.
  public func log() throws(TensorError) -> Tensor { try unary("log", st_log) }

  /// Returns `log(1 + x)` of each element, exact near 0.
  public func log1p() throws(TensorError) -> Tensor { try unary("log1p", st_log1p) }

  /// Returns each element's logarithm to base 2.
  public func log2() throws(TensorError) -> Tensor { try unary("log2", st_log2) }

  /// Returns each element's square root.
  public func sqrt() throws(TensorError) -> Tensor { try unary("sqrt", st_sqrt) }

  /// Returns `1 / sqrt(x)` of each element.
  public func rsqrt() throws(TensorError) -> Tensor { try unary("rsqrt", st_rsqrt) }

  /// Returns each element's square.
  public func square() throws(TensorError) -> Tensor { try unary("square", st_square) }

  /// Returns `1 / x` of each element.
  public func reciprocal() throws(TensorError) -> Tensor { try unary("reciprocal", st_reciprocal) }

  /// Returns each element's sine.
  public func sin() throws(TensorError) -> Tensor { try unary("sin", st_sin) }

  /// Returns each element's cosine.
  public func cos() throws(TensorError) -> Tensor { try unary("cos", st_cos) }

  /// Returns the largest whole number that isn't above, of each element.
  public func floor() throws(TensorError) -> Tensor { try unary("floor", st_floor) }

  /// Returns the smallest whole number that isn't below, of each element.
  public func ceil() throws(TensorError) -> Tensor { try unary("ceil", st_ceil) }

  /// Returns the nearest whole number of each element, halves to even.
  public func round() throws(TensorError) -> Tensor { try unary("round", st_round) }

  /// Returns each element's sign: -1, 0 or 1.
  public func sign() throws(TensorError) -> Tensor { try unary("sign", st_sign) }

  /// Returns the error function of each element.
  public func erf() throws(TensorError) -> Tensor { try unary("erf", st_erf) }

  /// Returns `max(x, 0)` of each element.
  public func relu() throws(TensorError) -> Tensor { try unary("relu", st_relu) }

  /// Returns `1 / (1 + exp(-x))` of each element.
  public func sigmoid() throws(TensorError) -> Tensor { try unary("sigmoid", st_sigmoid) }

  /// Returns each element's hyperbolic tangent.
  public func tanh() throws(TensorError) -> Tensor { try unary("tanh", st_tanh) }

  /// Returns `log(1 + exp(x))` of each element, without overflow.
  public func softplus() throws(TensorError) -> Tensor { try unary("softplus", st_softplus) }

  /// Returns `x * sigmoid(x)` of each element.
  public func silu() throws(TensorError) -> Tensor { try unary("silu", st_silu) }

  /// Returns `x * Phi(x)` of each element, in its exact form.
  public func gelu() throws(TensorError) -> Tensor { try unary("gelu", st_gelu) }

  /// Returns `-log(1 + exp(-x))` of each element, without overflow.
  public func logSigmoid() throws(TensorError) -> Tensor {
    try unary("log_sigmoid", st_log_sigmoid)
  }

  /// Returns `x` where positive, else `slope * x`.
  public func leakyReLU(slope: Double = 0.01) throws(TensorError) -> Tensor {
    try scalar("leaky_relu", slope, st_leaky_relu)
  }

  /// Returns `x` where positive, else `alpha * (exp(x) - 1)`.
  public func elu(alpha: Double = 1) throws(TensorError) -> Tensor {
    try scalar("elu", alpha, st_elu)
  }

  /// Returns `x` where positive, else `slope * x`, with one slope, or one a channel.
  public func preLU(slope: Tensor) throws(TensorError) -> Tensor {
    try binary("prelu", slope, st_prelu)
  }

  /// Returns the elements limited to `low...high`; a bound that is nil doesn't limit.
  public func clamped(low: Double? = nil, high: Double? = nil) throws(TensorError) -> Tensor {
    var result = self
    if let low { result = try result.scalar("clamp_min", low, st_clamp_min) }
    if let high { result = try result.scalar("clamp_max", high, st_clamp_max) }
    return result
  }

  /// Returns each element to the power `exponent`.
  public func pow(_ exponent: Double) throws(TensorError) -> Tensor {
    try scalar("pow", exponent, st_pow_scalar)
  }

  /// Returns each element to the power of `exponent`'s element.
  public func pow(_ exponent: Tensor) throws(TensorError) -> Tensor {
    try binary("pow", exponent, st_pow)
  }

  /// Returns what remains of each element when divided by `divisor`, with the sign of the element.
  public func remainder(dividingBy divisor: Double) throws(TensorError) -> Tensor {
    try scalar("fmod", divisor, st_fmod_scalar)
  }

  /// Returns whether each element is finite.
  ///
  /// Type `.bool`.
  public func isFinite() throws(TensorError) -> Tensor { try unary("isfinite", st_isfinite) }

  /// Returns whether each element is NaN.
  ///
  /// Type `.bool`.
  public func isNaN() throws(TensorError) -> Tensor { try unary("isnan", st_isnan) }

  /// Returns whether each element is 0 or false.
  ///
  /// Type `.bool`.
  public func logicalNot() throws(TensorError) -> Tensor {
    try unary("logical_not", st_logical_not)
  }
}
