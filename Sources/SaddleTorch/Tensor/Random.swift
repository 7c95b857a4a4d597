// SPDX-License-Identifier: Apache-2.0
import CTorch

/// A source of random numbers: the engine's Mersenne Twister on a CPU.
///
/// Every function that draws takes one; there is no global one. The same seed gives the same
/// numbers as `torch.Generator().manual_seed(seed)`.
public final class Random {
  let pointer: OpaquePointer
  /// Where it draws; tensors drawn lie there.
  public let device: Device

  /// Creates a source that starts from `seed`.
  public init(seed: UInt64, device: Device = .cpu) throws(TensorError) {
    var out: OpaquePointer?
    try perform("generator", []) { failure in
      st_generator_new(device.kind, device.index, seed, &out, failure)
    }
    guard let out else { throw TensorError(.other, "generator", cause: "no result") }
    pointer = out
    self.device = device
  }

  deinit {
    st_generator_free(pointer)
  }

  /// Starts over from `seed`.
  public func seed(_ seed: UInt64) throws(TensorError) {
    try perform("generator_seed", []) { failure in st_generator_seed(pointer, seed, failure) }
  }

  /// The complete state, a vector of type `.uint8`: restoring it repeats the numbers that follow.
  public var state: Tensor {
    get throws(TensorError) {
      try call("generator_state", []) { out, failure in st_generator_state(pointer, out, failure) }
    }
  }

  /// Continues from a state that `state` gave.
  public func restore(_ state: Tensor) throws(TensorError) {
    try perform("generator_set_state", [state]) { failure in
      st_generator_set_state(pointer, state.pointer, failure)
    }
  }

  // MARK: - Drawing

  /// Draws from a normal distribution, each number by itself.
  ///
  /// - Returns: A tensor of shape `shape` on this source's device.
  /// - Throws: `TensorError` for a negative size or a type that isn't of floating point.
  public func normal(
    _ shape: [Int],
    mean: Double = 0,
    standardDeviation: Double = 1,
    dtype: DType = .float32
  ) throws(TensorError) -> Tensor {
    try create("normal", shape, dtype) { out, failure in
      st_normal(
        shape,
        shape.count,
        mean,
        standardDeviation,
        pointer,
        dtype.engine,
        out,
        failure
      )
    }
  }

  /// Draws evenly from `low..<high`, each number by itself.
  ///
  /// - Returns: A tensor of shape `shape` on this source's device.
  /// - Throws: `TensorError` for a negative size or a type that isn't of floating point.
  public func uniform(
    _ shape: [Int],
    low: Double = 0,
    high: Double = 1,
    dtype: DType = .float32
  ) throws(TensorError) -> Tensor {
    try create("uniform", shape, dtype) { out, failure in
      st_uniform(shape, shape.count, low, high, pointer, dtype.engine, out, failure)
    }
  }

  /// Draws 1 with `probability`, else 0, each number by itself.
  ///
  /// - Returns: A tensor of shape `shape` on this source's device.
  /// - Throws: `TensorError` for a negative size or a probability outside 0...1.
  public func bernoulli(
    _ shape: [Int],
    probability: Double,
    dtype: DType = .float32
  ) throws(TensorError) -> Tensor {
    try create("bernoulli", shape, dtype) { out, failure in
      st_bernoulli(shape, shape.count, probability, pointer, dtype.engine, out, failure)
    }
  }

  /// Draws whole numbers from a range, each by itself and all equally likely.
  ///
  /// - Returns: A tensor of shape `shape` on this source's device.
  /// - Throws: `TensorError` for a negative size or an empty range.
  public func integers(
    _ shape: [Int],
    in range: Range<Int>,
    dtype: DType = .int64
  ) throws(TensorError) -> Tensor {
    try create("randint", shape, dtype) { out, failure in
      st_randint(
        shape,
        shape.count,
        Int64(range.lowerBound),
        Int64(range.upperBound),
        pointer,
        dtype.engine,
        out,
        failure
      )
    }
  }

  /// Draws an order of `0..<count`.
  ///
  /// Shape `[count]`, type `.int64`.
  public func permutation(_ count: Int) throws(TensorError) -> Tensor {
    try call("randperm", []) { out, failure in st_randperm(count, pointer, out, failure) }
  }

  /// Draws `count` indices with probabilities in proportion to `weights` (a vector or rows).
  ///
  /// Shape `[count]`, or `[rows, count]`; type `.int64`.
  public func multinomial(
    _ weights: Tensor,
    count: Int,
    replacement: Bool = false
  ) throws(TensorError) -> Tensor {
    try call("multinomial", [weights]) { out, failure in
      st_multinomial(weights.pointer, count, replacement, pointer, out, failure)
    }
  }
}

extension Tensor {
  /// Returns the tensor with elements set to 0 with `probability`, the others scaled up to match.
  public func dropout(
    _ probability: Double,
    using random: Random
  ) throws(TensorError) -> Tensor {
    try call("dropout", [self]) { out, failure in
      st_dropout(pointer, probability, random.pointer, out, failure)
    }
  }

  func fillNormal(mean: Double, deviation: Double, _ random: Random) throws(TensorError) {
    try perform("normal", [self]) { failure in
      st_fill_normal(pointer, mean, deviation, random.pointer, failure)
    }
  }

  func fillUniform(low: Double, high: Double, _ random: Random) throws(TensorError) {
    try perform("uniform", [self]) { failure in
      st_fill_uniform(pointer, low, high, random.pointer, failure)
    }
  }
}
