// SPDX-License-Identifier: Apache-2.0

/// How a parameter's first values are drawn, as in `torch.nn.init`.
public enum Initializer: Sendable, Equatable {
  case constant(Double)
  case normal(mean: Double = 0, standardDeviation: Double)
  /// Even in `low..<high`.
  case uniform(low: Double, high: Double)
  /// Even in `±gain sqrt(6 / (fanIn + fanOut))`. Source: Glorot and Bengio, 2010.
  case xavierUniform(gain: Double = 1)
  /// Normal with deviation `gain sqrt(2 / (fanIn + fanOut))`. Source: Glorot and Bengio, 2010.
  case xavierNormal(gain: Double = 1)
  /// Even in `±gain sqrt(3 / fanIn)`, `gain = sqrt(2 / (1 + slope^2))`. Source: He et al., 2015.
  case kaimingUniform(slope: Double = 0)
  /// Normal with deviation `gain / sqrt(fanIn)`, gain as above. Source: He et al., 2015.
  case kaimingNormal(slope: Double = 0)
  /// Rows or columns orthonormal, times `gain`. Source: Saxe et al., 2013.
  case orthogonal(gain: Double = 1)
}

extension Parameter {
  /// Draws new values.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` where the shape has fewer than two
  ///   dimensions and the initializer needs them.
  public func initialize(
    _ initializer: Initializer,
    using random: Random
  ) throws(TensorError) {
    switch initializer {
    case .constant(let value): try tensor.fill(value)
    case .normal(let mean, let deviation):
      try tensor.fillNormal(mean: mean, deviation: deviation, random)
    case .uniform(let low, let high): try tensor.fillUniform(low: low, high: high, random)
    case .xavierUniform(let gain):
      let (fanIn, fanOut) = try fans()
      try fillEvenly(gain * (6 / Double(fanIn + fanOut)).squareRoot(), random)
    case .xavierNormal(let gain):
      let (fanIn, fanOut) = try fans()
      let deviation = gain * (2 / Double(fanIn + fanOut)).squareRoot()
      try tensor.fillNormal(mean: 0, deviation: deviation, random)
    case .kaimingUniform(let slope):
      let gain = (2 / (1 + slope * slope)).squareRoot()
      try fillEvenly(gain * (3 / Double(fans().fanIn)).squareRoot(), random)
    case .kaimingNormal(let slope):
      let gain = (2 / (1 + slope * slope)).squareRoot()
      let deviation = try gain / Double(fans().fanIn).squareRoot()
      try tensor.fillNormal(mean: 0, deviation: deviation, random)
    case .orthogonal(let gain): try fillOrthogonally(gain, random)
    }
  }

  private func fillEvenly(_ bound: Double, _ random: Random) throws(TensorError) {
    try tensor.fillUniform(low: -bound, high: bound, random)
  }

  private func fans() throws(TensorError) -> (fanIn: Int, fanOut: Int) {
    let shape = try tensor.shape
    guard shape.count >= 2 else {
      throw TensorError(
        .invalidArgument,
        "initialize",
        shapes: [shape],
        cause: "at least two dimensions are needed"
      )
    }
    let field = shape.dropFirst(2).reduce(1, *)
    return (shape[1] * field, shape[0] * field)
  }

  private func fillOrthogonally(_ gain: Double, _ random: Random) throws(TensorError) {
    let (fanIn, _) = try fans()
    let shape = try tensor.shape
    let rows = shape[0]
    let columns = shape.dropFirst().reduce(1, *)
    guard rows > 0, fanIn > 0 else { return }
    var flat = try random.normal([rows, columns], dtype: .float32)
    if rows < columns { flat = try flat.transposed() }
    let (q, r) = try flat.qr()
    var result = try q * r.diagonal().sign()
    if rows < columns { result = try result.transposed() }
    try tensor.assign(try (result * gain).reshaped(shape))
  }
}
