// SPDX-License-Identifier: Apache-2.0
import CTorch

// `dimensions` count from 0, or from -1 backwards; none means all, with a result of shape `[]`.
// `keep` leaves reduced dimensions in place with size 1.
extension Tensor {
  /// Returns the sum over `dimensions`; integers and truth values add up to `.int64`.
  public func sum(_ dimensions: Int..., keep: Bool = false) throws(TensorError) -> Tensor {
    if dimensions.isEmpty && !keep { return try unary("sum", st_sum) }
    return try reduce("sum", dimensions, keep, st_sum_dim)
  }

  /// Returns the mean over `dimensions`.
  public func mean(_ dimensions: Int..., keep: Bool = false) throws(TensorError) -> Tensor {
    if dimensions.isEmpty && !keep { return try unary("mean", st_mean) }
    return try reduce("mean", dimensions, keep, st_mean_dim)
  }

  /// Returns the largest element over `dimensions`.
  public func max(_ dimensions: Int..., keep: Bool = false) throws(TensorError) -> Tensor {
    if dimensions.isEmpty && !keep { return try unary("max", st_max) }
    return try reduce("amax", dimensions, keep, st_amax)
  }

  /// Returns the smallest element over `dimensions`.
  public func min(_ dimensions: Int..., keep: Bool = false) throws(TensorError) -> Tensor {
    if dimensions.isEmpty && !keep { return try unary("min", st_min) }
    return try reduce("amin", dimensions, keep, st_amin)
  }

  /// Returns the variance over `dimensions`; `correction` 1 divides by the count less one.
  public func variance(
    _ dimensions: Int...,
    correction: Double = 1,
    keep: Bool = false
  ) throws(TensorError) -> Tensor {
    try variance(over: dimensions, correction: correction, keep: keep)
  }

  /// Returns the standard deviation over `dimensions`; see `variance` for `correction`.
  public func standardDeviation(
    _ dimensions: Int...,
    correction: Double = 1,
    keep: Bool = false
  ) throws(TensorError) -> Tensor {
    try variance(over: dimensions, correction: correction, keep: keep).sqrt()
  }

  private func variance(
    over dimensions: [Int],
    correction: Double,
    keep: Bool
  ) throws(TensorError) -> Tensor {
    try call("var", [self]) { out, failure in
      st_variance(pointer, dimensions, dimensions.count, correction, keep, out, failure)
    }
  }

  /// Returns `log(sum(exp(x)))` over `dimensions`, without overflow.
  public func logSumExp(_ dimensions: Int..., keep: Bool = false) throws(TensorError) -> Tensor {
    try reduce("logsumexp", dimensions, keep, st_logsumexp)
  }

  /// Returns the norm over `dimensions`: `order` 2 is Euclidean, 1 the sum of absolute values.
  ///
  /// Its gradient at 0 is 0.
  public func norm(
    _ dimensions: Int...,
    order: Double = 2,
    keep: Bool = false
  ) throws(TensorError) -> Tensor {
    try call("norm", [self]) { out, failure in
      st_vector_norm(pointer, order, dimensions, dimensions.count, keep, out, failure)
    }
  }

  /// Returns whether all elements hold.
  ///
  /// Shape `[]`, type `.bool`.
  public func all() throws(TensorError) -> Tensor { try unary("all", st_all) }

  /// Returns whether any element holds.
  ///
  /// Shape `[]`, type `.bool`.
  public func any() throws(TensorError) -> Tensor { try unary("any", st_any) }

  /// Returns the index of the largest element along `dimension`.
  ///
  /// Type `.int64`.
  public func argmax(_ dimension: Int) throws(TensorError) -> Tensor {
    try along("argmax", dimension, st_argmax)
  }

  /// Returns the index of the smallest element along `dimension`.
  ///
  /// Type `.int64`.
  public func argmin(_ dimension: Int) throws(TensorError) -> Tensor {
    try along("argmin", dimension, st_argmin)
  }

  /// Returns the running sum along `dimension`.
  public func cumulativeSum(_ dimension: Int) throws(TensorError) -> Tensor {
    try along("cumsum", dimension, st_cumsum)
  }

  /// Returns `exp(x) / sum(exp(x))` along `dimension`.
  public func softmax(_ dimension: Int) throws(TensorError) -> Tensor {
    try along("softmax", dimension, st_softmax)
  }

  /// Returns `log(softmax(x))` along `dimension`, without overflow.
  public func logSoftmax(_ dimension: Int) throws(TensorError) -> Tensor {
    try along("log_softmax", dimension, st_log_softmax)
  }

  /// Returns the elements in order along `dimension`, stably, and their former indices.
  public func sorted(
    _ dimension: Int = -1,
    descending: Bool = false
  ) throws(TensorError) -> (values: Tensor, indices: Tensor) {
    try callForTwo("sort", [self]) { values, indices, failure in
      st_sort(pointer, dimension, descending, values, indices, failure)
    }
  }

  /// Returns the `count` largest (or smallest) elements along `dimension`, in order, and their
  /// indices.
  public func top(
    _ count: Int,
    along dimension: Int = -1,
    largest: Bool = true
  ) throws(TensorError) -> (values: Tensor, indices: Tensor) {
    try callForTwo("topk", [self]) { values, indices, failure in
      st_topk(pointer, count, dimension, largest, values, indices, failure)
    }
  }

  /// Counts how often 0, 1, 2 and so on occur in a vector of whole numbers.
  ///
  /// Type `.int64`.
  public func binCount(minimumLength: Int = 0) throws(TensorError) -> Tensor {
    try call("bincount", [self]) { out, failure in
      st_bincount(pointer, minimumLength, out, failure)
    }
  }
}
