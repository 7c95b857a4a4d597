// SPDX-License-Identifier: Apache-2.0

public import SaddleImage
public import SaddleTorch

/// Images of one size as they would be stored: whole numbers 0...255.
///
/// Metrics measure what a user would see, so generator outputs are rounded to 8 bits first.
public struct ImageBatch {
  /// Shape `[count, channels, height, width]`, `.uint8`; 1 or 3 channels.
  public let pixels: Tensor
  /// Number of images.
  public let count: Int
  /// 1 (gray) or 3 (red, green, blue).
  public let channels: Int
  /// Pixels down.
  public let height: Int
  /// Pixels across.
  public let width: Int

  /// Wraps pixels.
  ///
  /// - Parameter pixels: Shape `[count, channels, height, width]`, `.uint8`.
  /// - Throws: `EvaluationError` for anything else, `TensorError`.
  public init(pixels: Tensor) throws {
    let shape = try pixels.shape
    guard shape.count == 4, shape[0] > 0, shape[1] == 1 || shape[1] == 3, shape[2] > 0,
      shape[3] > 0, try pixels.dtype == .uint8
    else {
      throw EvaluationError(
        .samples,
        "images are [count, 1 or 3, height, width] of uint8, not \(pixels)"
      )
    }
    self.pixels = pixels
    count = shape[0]
    channels = shape[1]
    height = shape[2]
    width = shape[3]
  }

  /// Rounds a network's output to bytes: `(x + 1) * 127.5`, cut off at 0 and 255.
  ///
  /// - Parameter output: Shape `[count, channels, height, width]`, -1...1.
  /// - Throws: `EvaluationError` of code `.nonFinite` where a value is NaN or infinite, `TensorError`.
  public init(output: Tensor) throws {
    guard try Tensor.firstNonFinite([output]) == nil else {
      throw EvaluationError(.nonFinite, "the generator's output holds NaN or infinity")
    }
    let bytes = try ((output.detach() + 1) * 127.5).round().clamped(low: 0, high: 255)
    try self.init(pixels: bytes.to(.uint8))
  }

  /// Joins pictures of one size and number of channels.
  public init(_ images: [Image]) throws {
    guard let first = images.first,
      images.allSatisfy({
        $0.width == first.width && $0.height == first.height && $0.channels == first.channels
      })
    else { throw EvaluationError(.samples, "a batch takes pictures of one size") }
    let bytes = images.flatMap(\.pixels)
    let shape = [images.count, first.height, first.width, first.channels]
    try self.init(pixels: Tensor(bytes, shape: shape).permuted(0, 3, 1, 2).contiguous())
  }

  /// Returns the images with that many channels: gray repeated, color by the weights of
  /// ITU-R BT.601.
  public func converted(toChannels wanted: Int) throws -> ImageBatch {
    guard wanted != channels else { return self }
    if wanted == 3 { return try ImageBatch(pixels: pixels.repeated([1, 3, 1, 1])) }
    let weights = try Tensor([Float(0.299), 0.587, 0.114], shape: [1, 3, 1, 1])
    let gray = try (pixels.to(.float32) * weights).sum(1, keep: true).round()
    return try ImageBatch(pixels: gray.clamped(low: 0, high: 255).to(.uint8))
  }

  /// Returns one image, from 0 on, as a picture that can be written to a file.
  public func picture(_ index: Int) throws -> Image {
    let bytes: [UInt8] = try pixels.select(index).permuted(1, 2, 0).array()
    return try Image(width: width, height: height, channels: channels, pixels: bytes)
  }
}
