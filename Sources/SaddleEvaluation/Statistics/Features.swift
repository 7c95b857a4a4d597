// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// Feature vectors of images: one row an image.
///
/// Rows are finite: a NaN in a feature would otherwise vanish in a comparison or spoil every number.
public struct Features {
  /// Shape `[count, size]`, `.float32` or `.float64`; metrics compute in that type and add up in
  /// `Double`.
  public let matrix: Tensor
  /// Number of images.
  public let count: Int
  /// Number of features an image has.
  public let size: Int

  /// Wraps a matrix.
  ///
  /// - Parameter matrix: Shape `[count, size]`; types other than `.float64` become `.float32`.
  /// - Throws: `EvaluationError` of code `.samples` for another shape or nothing in it,
  ///   `.nonFinite` where a feature is NaN or infinite; `TensorError` where the engine fails.
  public init(_ matrix: Tensor) throws {
    let shape = try matrix.shape
    guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
      throw EvaluationError(.samples, "features have the shape [images, size], not \(shape)")
    }
    let numbers = try matrix.dtype == .float64 ? matrix : matrix.to(.float32)
    if try Tensor.firstNonFinite([numbers]) != nil {
      let rows = try numbers.isFinite().to(.float32).min(1).array(of: Float.self)
      let first = rows.firstIndex { $0 == 0 } ?? 0
      throw EvaluationError(
        .nonFinite,
        "features of \(rows.count { $0 == 0 }) of \(shape[0]) images are NaN or infinite "
          + "(the first is number \(first)); check the images and the extractor"
      )
    }
    self.matrix = try numbers.detach().contiguous()
    count = shape[0]
    size = shape[1]
  }

  /// Wraps rows of numbers.
  ///
  /// - Parameters:
  ///   - values: `count * size` numbers, row after row.
  ///   - size: Number of features a row.
  /// - Throws: as `init(_:)`.
  public init(_ values: [Double], size: Int) throws {
    guard size > 0, values.count % size == 0 else {
      throw EvaluationError(.samples, "\(values.count) numbers don't make rows of \(size)")
    }
    try self.init(Tensor(values, shape: [values.count / size, size]))
  }

  /// Returns the rows named.
  public func rows(_ indices: [Int]) throws -> Features {
    try Features(matrix.gathered(at: Tensor(indices)))
  }

  /// Returns `length` rows from `start` on.
  public func rows(from start: Int, length: Int) throws -> Features {
    try Features(matrix.narrowed(start, length: length))
  }

  /// Joins features of the same size.
  public static func joined(_ parts: [Features]) throws -> Features {
    guard parts.count != 1 else { return parts[0] }
    return try Features(Tensor.concatenated(parts.map(\.matrix)))
  }

  /// Makes sure that both have the same number of features.
  static func check(_ real: Features, _ fake: Features) throws {
    guard real.size == fake.size else {
      throw EvaluationError(
        .samples,
        "real features have \(real.size) numbers and fake ones \(fake.size): "
          + "use the same extractor for both, and pixels of images of one size (--size)"
      )
    }
  }
}
