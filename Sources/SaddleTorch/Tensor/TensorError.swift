// SPDX-License-Identifier: Apache-2.0
import CTorch

/// An operation that the engine, or the check before it, refused.
public struct TensorError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What sort of failure it is.
  public enum Kind: String, Sendable {
    /// The engine refused: shapes, data types or devices that don't go together.
    case torch
    /// Memory ran out.
    case outOfMemory
    /// An argument is out of its range.
    case invalidArgument
    /// Anything else.
    case other
  }

  /// What sort of failure it is.
  public var kind: Kind
  /// The operation's name, as the engine calls it.
  public var operation: String
  /// Shapes of the operands, in order.
  public var shapes: [[Int]]
  /// Data types of the operands, in order.
  public var dtypes: [DType]
  /// The cause, in the engine's words where it is the engine's.
  public var cause: String

  /// Creates an error of an operation on operands of these shapes and types.
  public init(
    _ kind: Kind,
    _ operation: String,
    shapes: [[Int]] = [],
    dtypes: [DType] = [],
    cause: String
  ) {
    self.kind = kind
    self.operation = operation
    self.shapes = shapes
    self.dtypes = dtypes
    self.cause = cause
  }

  /// Operation, shapes and cause, as in `matmul: [64, 128] x [100, 256]: mat1 and mat2 ...`.
  public var description: String {
    let same = Set(dtypes).count <= 1
    let operands = shapes.enumerated().map { index, shape in
      same || index >= dtypes.count ? "\(shape)" : "\(shape) \(dtypes[index])"
    }
    let list = operands.isEmpty ? "" : operands.joined(separator: " x ") + ": "
    return "\(operation): \(list)\(cause)"
  }
}

extension TensorError {
  /// Takes over the engine's error.
  ///
  /// Shapes are collected here, on the failure path only.
  init(_ operation: StaticString, _ operands: [Tensor], taking error: OpaquePointer?) {
    let name = "\(operation)"
    let shapes = operands.map { $0.shapeOrEmpty }
    let dtypes = operands.compactMap { $0.dtypeOrNil }
    guard let error else {
      self.init(.other, name, shapes: shapes, dtypes: dtypes, cause: "no result and no reason")
      return
    }
    defer { st_error_free(error) }
    let kind: Kind =
      switch st_error_get_kind(error) {
      case ST_ERROR_TORCH: .torch
      case ST_ERROR_OUT_OF_MEMORY: .outOfMemory
      case ST_ERROR_INVALID_ARGUMENT: .invalidArgument
      default: .other
      }
    let cause = st_error_get_message(error).map { String(cString: $0) } ?? ""
    self.init(kind, name, shapes: shapes, dtypes: dtypes, cause: cause)
  }
}
