// SPDX-License-Identifier: Apache-2.0

/// Makes dimensions after the first one.
public final class Flatten: Module {
  /// Returns `[batch, ...]` as `[batch, product]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.flattened(1)
  }
}

/// Gives each sample a shape.
public final class Unflatten: Module {
  private let shape: [Int]

  /// Creates a module for samples of the shape given, without the batch.
  public init(_ shape: [Int]) {
    self.shape = shape
    super.init()
  }

  /// Returns `[batch, product]` as `[batch] + shape`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.reshaped([-1] + shape)
  }
}

/// Enlarges images, by a whole factor or to a size.
public final class Upsample: Module {
  private enum Target {
    case factor(Int)
    case size(height: Int, width: Int)
  }
  private let target: Target
  private let mode: Resampling

  /// Creates a module that enlarges by `factor`.
  public init(_ factor: Int = 2, mode: Resampling = .nearest) {
    target = .factor(factor)
    self.mode = mode
    super.init()
  }

  /// Creates a module that gives images of a size, whatever the input's.
  public init(height: Int, width: Int, mode: Resampling = .nearest) {
    target = .size(height: height, width: width)
    self.mode = mode
    super.init()
  }

  /// Returns `[batch, channels, new height, new width]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    let shape = try input.shape
    guard shape.count == 4 else {
      throw TensorError(
        .invalidArgument,
        "Upsample",
        shapes: [shape],
        cause: "images are [batch, channels, height, width]"
      )
    }
    switch target {
    case .size(let height, let width):
      return try input.resized(height: height, width: width, mode: self.mode)
    case .factor(let factor):
      return try input.resized(
        height: product([shape[2], factor], "Upsample"),
        width: product([shape[3], factor], "Upsample"),
        mode: self.mode
      )
    }
  }
}

/// Means of square windows.
public final class AvgPool2d: Module {
  private let size: Int
  private let stride: Int?
  private let padding: Int

  /// Creates a module; `stride` nil means `size`.
  public init(_ size: Int, stride: Int? = nil, padding: Int = 0) {
    self.size = size
    self.stride = stride
    self.padding = padding
    super.init()
  }

  /// Returns `[batch, channels, height', width']`,
  /// `height' = (height + 2 padding - size) / stride + 1`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.averagePooled(size, stride: stride, padding: padding)
  }
}

/// Maxima of square windows.
public final class MaxPool2d: Module {
  private let size: Int
  private let stride: Int?
  private let padding: Int

  /// Creates a module; `stride` nil means `size`.
  public init(_ size: Int, stride: Int? = nil, padding: Int = 0) {
    self.size = size
    self.stride = stride
    self.padding = padding
    super.init()
  }

  /// Returns `[batch, channels, height', width']`,
  /// `height' = (height + 2 padding - size) / stride + 1`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.maxPooled(size, stride: stride, padding: padding)
  }
}

/// Means of windows whose number is fixed, whatever the input's size.
public final class AdaptiveAvgPool2d: Module {
  private let size: Int

  /// Creates a module with `size` x `size` outputs.
  public init(_ size: Int = 1) {
    self.size = size
    super.init()
  }

  /// Returns `[batch, channels, size, size]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.averagePooled(height: size, width: size)
  }
}

/// Turns channels into pixels.
public final class PixelShuffle: Module {
  private let factor: Int

  /// Creates a module that enlarges by `factor`.
  public init(_ factor: Int) {
    self.factor = factor
    super.init()
  }

  /// Returns `[batch, c * factor^2, h, w]` as `[batch, c, h * factor, w * factor]`.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.pixelShuffled(factor)
  }
}

/// Widens images on all four sides.
public final class Pad2d: Module {
  private let amount: Int
  private let padding: PaddingMode

  /// Creates a module that adds `amount` pixels a side.
  public init(_ amount: Int, mode: PaddingMode = .zeros) {
    self.amount = amount
    padding = mode
    super.init()
  }

  /// Returns the images with `amount` pixels more on each side.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input.padded([amount, amount, amount, amount], mode: padding)
  }
}
