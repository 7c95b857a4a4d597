// SPDX-License-Identifier: Apache-2.0
import CTorch

// Views, joining and indexing. Dimensions count from 0, or from -1 backwards.
extension Tensor {
  /// Returns the elements in another shape; one size may be -1, which is then worked out.
  public func reshaped(_ shape: [Int]) throws(TensorError) -> Tensor {
    try call("reshape", [self]) { out, failure in
      st_reshape(pointer, shape, shape.count, out, failure)
    }
  }

  /// Returns the elements in another shape; one size may be -1, which is then worked out.
  public func reshaped(_ shape: Int...) throws(TensorError) -> Tensor { try reshaped(shape) }

  /// Returns the tensor with dimensions `start...end` made one.
  public func flattened(_ start: Int = 0, _ end: Int = -1) throws(TensorError) -> Tensor {
    try call("flatten", [self]) { out, failure in st_flatten(pointer, start, end, out, failure) }
  }

  /// Returns the tensor with its dimensions in the order given.
  public func permuted(_ dimensions: Int...) throws(TensorError) -> Tensor {
    try call("permute", [self]) { out, failure in
      st_permute(pointer, dimensions, dimensions.count, out, failure)
    }
  }

  /// Returns the tensor with two dimensions exchanged.
  public func transposed(_ first: Int = -2, _ second: Int = -1) throws(TensorError) -> Tensor {
    try call("transpose", [self]) { out, failure in
      st_transpose(pointer, first, second, out, failure)
    }
  }

  /// Returns a view with sizes of 1 stretched to `shape`; -1 leaves a size alone.
  public func expanded(_ shape: [Int]) throws(TensorError) -> Tensor {
    try call("expand", [self]) { out, failure in
      st_expand(pointer, shape, shape.count, out, failure)
    }
  }

  /// Returns the tensor laid end to end, `counts` times along each dimension.
  public func repeated(_ counts: [Int]) throws(TensorError) -> Tensor {
    try call("repeat", [self]) { out, failure in
      st_repeat(pointer, counts, counts.count, out, failure)
    }
  }

  /// Returns the tensor with each slice along `dimension` repeated `count` times in place.
  public func repeatedInterleaving(_ count: Int, along dimension: Int) throws(TensorError) -> Tensor
  {
    try call("repeat_interleave", [self]) { out, failure in
      st_repeat_interleave(pointer, count, dimension, out, failure)
    }
  }

  /// Returns the tensor with a dimension of size 1 put in at `dimension`.
  public func unsqueezed(_ dimension: Int) throws(TensorError) -> Tensor {
    try along("unsqueeze", dimension, st_unsqueeze)
  }

  /// Returns the tensor without `dimension` if its size is 1.
  public func squeezed(_ dimension: Int) throws(TensorError) -> Tensor {
    try along("squeeze", dimension, st_squeeze)
  }

  /// Returns the tensor reversed along `dimensions`.
  public func flipped(_ dimensions: Int...) throws(TensorError) -> Tensor {
    try call("flip", [self]) { out, failure in
      st_flip(pointer, dimensions, dimensions.count, out, failure)
    }
  }

  /// Returns the tensor shifted by `shift` along `dimension`, wrapping around.
  public func rolled(_ shift: Int, along dimension: Int) throws(TensorError) -> Tensor {
    try call("roll", [self]) { out, failure in
      st_roll(pointer, [shift], [dimension], 1, out, failure)
    }
  }

  /// Joins tensors along a dimension they have.
  public static func concatenated(
    _ tensors: [Tensor],
    along dimension: Int = 0
  ) throws(TensorError) -> Tensor {
    let list = HandleList(tensors)
    return try call("cat", tensors) { out, failure in
      list.with { st_cat($0, list.count, dimension, out, failure) }
    }
  }

  /// Joins tensors of the same shape along a new dimension.
  public static func stacked(
    _ tensors: [Tensor],
    along dimension: Int = 0
  ) throws(TensorError) -> Tensor {
    let list = HandleList(tensors)
    return try call("stack", tensors) { out, failure in
      list.with { st_stack($0, list.count, dimension, out, failure) }
    }
  }

  /// Returns one slice along `dimension`, which goes away.
  public func select(_ index: Int, along dimension: Int = 0) throws(TensorError) -> Tensor {
    try call("select", [self]) { out, failure in
      st_select(pointer, dimension, index, out, failure)
    }
  }

  /// Returns `length` slices from `start` on along `dimension`; out of range is an error.
  public func narrowed(
    _ start: Int,
    length: Int,
    along dimension: Int = 0
  ) throws(TensorError) -> Tensor {
    try call("narrow", [self]) { out, failure in
      st_narrow(pointer, dimension, start, length, out, failure)
    }
  }

  /// Returns every `step`-th slice of `start..<end` along `dimension`, cut to what there is.
  public func strided(
    from start: Int = 0,
    to end: Int = Int.max,
    by step: Int = 1,
    along dimension: Int = 0
  ) throws(TensorError) -> Tensor {
    try call("slice", [self]) { out, failure in
      st_slice(pointer, dimension, start, end, step, out, failure)
    }
  }

  /// Splits into `count` parts along `dimension`; the size must be divisible.
  public func split(into count: Int, along dimension: Int = 0) throws(TensorError) -> [Tensor] {
    let sizes = try shape
    let index = dimension < 0 ? dimension + sizes.count : dimension
    guard sizes.indices.contains(index), count > 0, sizes[index] % count == 0 else {
      throw TensorError(
        .invalidArgument,
        "split",
        shapes: [sizes],
        cause: "dimension \(dimension) can't be split into \(count) equal parts"
      )
    }
    let length = sizes[index] / count
    var parts: [Tensor] = []
    for part in 0..<count {
      parts.append(try narrowed(part * length, length: length, along: index))
    }
    return parts
  }

  /// Returns the slices along `dimension` that `indices` (a vector, `.int64`) names.
  public func gathered(at indices: Tensor, along dimension: Int = 0) throws(TensorError) -> Tensor {
    try call("index_select", [self, indices]) { out, failure in
      st_index_select(pointer, dimension, indices.pointer, out, failure)
    }
  }

  /// Returns for each element of `indices` the element there along `dimension` (`torch.gather`).
  public func elements(at indices: Tensor, along dimension: Int) throws(TensorError) -> Tensor {
    try call("gather", [self, indices]) { out, failure in
      st_gather(pointer, dimension, indices.pointer, out, failure)
    }
  }

  /// Returns a copy with `source`'s elements put where `indices` says (`torch.scatter`).
  public func scattering(
    _ source: Tensor,
    at indices: Tensor,
    along dimension: Int
  ) throws(TensorError) -> Tensor {
    try call("scatter", [self, indices, source]) { out, failure in
      st_scatter(pointer, dimension, indices.pointer, source.pointer, out, failure)
    }
  }

  /// Returns the elements where `mask` holds, as a vector.
  public func selected(where mask: Tensor) throws(TensorError) -> Tensor {
    try binary("masked_select", mask, st_masked_select)
  }

  /// Returns a copy with `value` where `mask` holds.
  public func filled(with value: Double, where mask: Tensor) throws(TensorError) -> Tensor {
    try call("masked_fill", [self, mask]) { out, failure in
      st_masked_fill(pointer, mask.pointer, value, out, failure)
    }
  }

  /// Returns this tensor's elements where `condition` holds, else those of `other`.
  public func replaced(
    by other: Tensor,
    unless condition: Tensor
  ) throws(TensorError) -> Tensor {
    try call("where", [condition, self, other]) { out, failure in
      st_where(condition.pointer, pointer, other.pointer, out, failure)
    }
  }

  /// Returns the indices of the elements that aren't 0.
  ///
  /// Shape `[found, rank]`, type `.int64`.
  public func nonZeroIndices() throws(TensorError) -> Tensor { try unary("nonzero", st_nonzero) }

  /// Returns the lower triangle, up to the `diagonal`-th diagonal above the main one.
  public func lowerTriangle(diagonal: Int = 0) throws(TensorError) -> Tensor {
    try along("tril", diagonal, st_tril)
  }

  /// Returns the upper triangle, from the `diagonal`-th diagonal above the main one.
  public func upperTriangle(diagonal: Int = 0) throws(TensorError) -> Tensor {
    try along("triu", diagonal, st_triu)
  }

  /// Returns a diagonal of the first two dimensions.
  public func diagonal(offset: Int = 0) throws(TensorError) -> Tensor {
    try along("diagonal", offset, st_diagonal)
  }

  /// Returns `classes` zeros for each element, with a one at the element's number.
  ///
  /// Type `.int64`; shape `self.shape + [classes]`.
  public func oneHot(classes: Int) throws(TensorError) -> Tensor {
    try along("one_hot", classes, st_one_hot)
  }
}

/// What lies beyond a border.
public enum PaddingMode: Sendable {
  case constant(Double)
  /// The mirror image, the border pixel not repeated.
  case reflect
  /// The border pixel.
  case replicate
  /// The other end.
  case circular

  /// Beyond the border there are zeros.
  public static var zeros: Self { .constant(0) }

  var engine: st_padding {
    switch self {
    case .constant: ST_PAD_CONSTANT
    case .reflect: ST_PAD_REFLECT
    case .replicate: ST_PAD_REPLICATE
    case .circular: ST_PAD_CIRCULAR
    }
  }
}

extension Tensor {
  /// Returns the tensor padded; `amounts` are pairs from the last dimension backwards, as in
  /// PyTorch: `[left, right, top, bottom]`.
  ///
  /// Negative amounts cut (constant mode only).
  public func padded(
    _ amounts: [Int],
    mode: PaddingMode = .zeros
  ) throws(TensorError) -> Tensor {
    var value = 0.0
    if case .constant(let number) = mode { value = number }
    return try call("pad", [self]) { out, failure in
      st_pad(pointer, amounts, amounts.count, mode.engine, value, out, failure)
    }
  }
}
