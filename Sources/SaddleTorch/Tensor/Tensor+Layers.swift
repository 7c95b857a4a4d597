// SPDX-License-Identifier: Apache-2.0
import CTorch

/// How values between pixels are found.
public enum Resampling: String, Sendable, Codable {
  case nearest, bilinear, bicubic

  var engine: st_resampling {
    switch self {
    case .nearest: ST_NEAREST
    case .bilinear: ST_BILINEAR
    case .bicubic: ST_BICUBIC
    }
  }
}

// The functions behind the layers. Images are `[batch, channels, height, width]`, kernels square.
extension Tensor {
  /// Returns `self * weight^T + bias`.
  ///
  /// - Parameters:
  ///   - weight: Shape `[outputs, inputs]`.
  ///   - bias: Shape `[outputs]`.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) throws(TensorError) -> Tensor {
    try call("linear", [self, weight]) { out, failure in
      st_linear(pointer, weight.pointer, bias?.pointer, out, failure)
    }
  }

  /// Returns the 2-D convolution (cross-correlation, as everywhere).
  ///
  /// - Parameters:
  ///   - weight: Shape `[outputs, inputs / groups, size, size]`.
  ///   - bias: Shape `[outputs]`.
  ///   - stride: Pixels between two places of the kernel.
  ///   - padding: Zeros added on each side.
  ///   - dilation: Pixels between two taps of the kernel.
  ///   - groups: Parts of the channels that don't see each other.
  public func conv2d(
    _ weight: Tensor,
    bias: Tensor? = nil,
    stride: Int = 1,
    padding: Int = 0,
    dilation: Int = 1,
    groups: Int = 1
  ) throws(TensorError) -> Tensor {
    try call("conv2d", [self, weight]) { out, failure in
      st_conv2d(
        pointer,
        weight.pointer,
        bias?.pointer,
        stride,
        padding,
        dilation,
        groups,
        out,
        failure
      )
    }
  }

  /// Returns the transposed 2-D convolution.
  ///
  /// - Parameters:
  ///   - weight: Shape `[inputs, outputs / groups, size, size]`.
  ///   - bias: Shape `[outputs]`.
  ///   - stride: Pixels of the output between two places of the kernel.
  ///   - padding: Taken off each side of the output.
  ///   - outputPadding: Added to one side of the output's size.
  ///   - groups: Parts of the channels that don't see each other.
  public func convTranspose2d(
    _ weight: Tensor,
    bias: Tensor? = nil,
    stride: Int = 1,
    padding: Int = 0,
    outputPadding: Int = 0,
    groups: Int = 1
  ) throws(TensorError) -> Tensor {
    try call("conv_transpose2d", [self, weight]) { out, failure in
      st_conv_transpose2d(
        pointer,
        weight.pointer,
        bias?.pointer,
        stride,
        padding,
        outputPadding,
        1,
        groups,
        out,
        failure
      )
    }
  }

  /// Returns each channel less its mean and divided by its standard deviation over the batch.
  public func batchNormalized(epsilon: Double = 1e-5) throws(TensorError) -> Tensor {
    try call("batch_norm", [self]) { out, failure in
      st_batch_norm(pointer, nil, nil, nil, nil, true, 0, epsilon, out, failure)
    }
  }

  /// Returns each image's channels less their mean, divided by their standard deviation.
  public func instanceNormalized(
    weight: Tensor? = nil,
    bias: Tensor? = nil,
    epsilon: Double = 1e-5
  ) throws(TensorError) -> Tensor {
    try call("instance_norm", [self]) { out, failure in
      st_instance_norm(pointer, weight?.pointer, bias?.pointer, epsilon, out, failure)
    }
  }

  /// Returns the tensor normalized over its last dimensions, whose sizes are `shape`.
  public func layerNormalized(
    _ shape: [Int],
    weight: Tensor? = nil,
    bias: Tensor? = nil,
    epsilon: Double = 1e-5
  ) throws(TensorError) -> Tensor {
    try call("layer_norm", [self]) { out, failure in
      st_layer_norm(
        pointer,
        shape,
        shape.count,
        weight?.pointer,
        bias?.pointer,
        epsilon,
        out,
        failure
      )
    }
  }

  /// Returns the tensor normalized over groups of channels of each sample.
  public func groupNormalized(
    _ groups: Int,
    weight: Tensor? = nil,
    bias: Tensor? = nil,
    epsilon: Double = 1e-5
  ) throws(TensorError) -> Tensor {
    try call("group_norm", [self]) { out, failure in
      st_group_norm(pointer, groups, weight?.pointer, bias?.pointer, epsilon, out, failure)
    }
  }

  /// Returns means of `size` x `size` windows; `stride` nil means `size`.
  public func averagePooled(
    _ size: Int,
    stride: Int? = nil,
    padding: Int = 0
  ) throws(TensorError) -> Tensor {
    try call("avg_pool2d", [self]) { out, failure in
      st_avg_pool2d(pointer, size, stride ?? size, padding, out, failure)
    }
  }

  /// Returns maxima of `size` x `size` windows; `stride` nil means `size`.
  public func maxPooled(
    _ size: Int,
    stride: Int? = nil,
    padding: Int = 0
  ) throws(TensorError) -> Tensor {
    try call("max_pool2d", [self]) { out, failure in
      st_max_pool2d(pointer, size, stride ?? size, padding, out, failure)
    }
  }

  /// Returns means of as many windows as the size given asks for.
  public func averagePooled(height: Int, width: Int) throws(TensorError) -> Tensor {
    try call("adaptive_avg_pool2d", [self]) { out, failure in
      st_adaptive_avg_pool2d(pointer, height, width, out, failure)
    }
  }

  /// Returns the images in another size.
  ///
  /// - Parameters:
  ///   - height: New height in pixels.
  ///   - width: New width in pixels.
  ///   - mode: How values between pixels are found.
  ///   - alignCorners: Whether corner pixels' centers coincide, instead of the corners.
  ///   - antialias: Whether a filter as wide as the reduction is used, as Pillow does.
  public func resized(
    height: Int,
    width: Int,
    mode: Resampling = .bilinear,
    alignCorners: Bool = false,
    antialias: Bool = false
  ) throws(TensorError) -> Tensor {
    try call("resize", [self]) { out, failure in
      st_resize(pointer, height, width, mode.engine, alignCorners, antialias, out, failure)
    }
  }

  /// Returns `[batch, c * factor^2, h, w]` as `[batch, c, h * factor, w * factor]`.
  public func pixelShuffled(_ factor: Int) throws(TensorError) -> Tensor {
    try along("pixel_shuffle", factor, st_pixel_shuffle)
  }

  /// Returns `[batch, c, h * factor, w * factor]` as `[batch, c * factor^2, h, w]`.
  public func pixelUnshuffled(_ factor: Int) throws(TensorError) -> Tensor {
    try along("pixel_unshuffle", factor, st_pixel_unshuffle)
  }

  /// Returns windows as columns.
  ///
  /// Shape `[batch, channels * size^2, windows]`.
  public func unfolded(
    _ size: Int,
    stride: Int = 1,
    padding: Int = 0
  ) throws(TensorError) -> Tensor {
    try call("unfold", [self]) { out, failure in
      st_unfold(pointer, size, stride, padding, out, failure)
    }
  }

  /// Returns images of which the columns are windows, overlapping ones added.
  public func folded(
    height: Int,
    width: Int,
    size: Int,
    stride: Int = 1,
    padding: Int = 0
  ) throws(TensorError) -> Tensor {
    try call("fold", [self]) { out, failure in
      st_fold(pointer, height, width, size, stride, padding, out, failure)
    }
  }

  /// Returns where each output pixel lies in the input, for `gridSampled`.
  ///
  /// - Parameters:
  ///   - shape: Of the output, `[batch, channels, height, width]`.
  ///   - alignCorners: Whether -1 and 1 are corner pixels' centers, instead of the corners.
  /// - Returns: Shape `[batch, height, width, 2]`, x before y, -1...1 inside.
  public func affineGrid(
    _ shape: [Int],
    alignCorners: Bool = false
  ) throws(TensorError) -> Tensor {
    try call("affine_grid", [self]) { out, failure in
      st_affine_grid(pointer, shape, shape.count, alignCorners, out, failure)
    }
  }

  /// Returns the images' values at the places of `grid`.
  public func gridSampled(
    _ grid: Tensor,
    mode: Resampling = .bilinear,
    padding: PaddingMode = .zeros,
    alignCorners: Bool = false
  ) throws(TensorError) -> Tensor {
    try call("grid_sample", [self, grid]) { out, failure in
      st_grid_sample(
        pointer,
        grid.pointer,
        mode.engine,
        padding.engine,
        alignCorners,
        out,
        failure
      )
    }
  }

  /// Returns rows of this matrix by number.
  ///
  /// Shape `indices.shape + [columns]`.
  public func embedded(_ indices: Tensor) throws(TensorError) -> Tensor {
    try call("embedding", [self, indices]) { out, failure in
      st_embedding(pointer, indices.pointer, out, failure)
    }
  }
}
