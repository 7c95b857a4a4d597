// SPDX-License-Identifier: Apache-2.0
import CTorch

/// The type of a tensor's elements.
public enum DType: String, Sendable, CaseIterable, Codable {
  case uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64, bool

  /// Bytes an element takes.
  public var size: Int {
    switch self {
    case .uint8, .int8, .bool: 1
    case .int16, .float16, .bfloat16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }

  /// Whether the type is of floating point, so that gradients are defined.
  public var isFloatingPoint: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .float64: true
    case .uint8, .int8, .int16, .int32, .int64, .bool: false
    }
  }

  var engine: st_dtype {
    switch self {
    case .uint8: ST_UINT8
    case .int8: ST_INT8
    case .int16: ST_INT16
    case .int32: ST_INT32
    case .int64: ST_INT64
    case .float16: ST_FLOAT16
    case .bfloat16: ST_BFLOAT16
    case .float32: ST_FLOAT32
    case .float64: ST_FLOAT64
    case .bool: ST_BOOL
    }
  }

  init?(engine number: Int32) {
    guard let match = Self.allCases.first(where: { Int32($0.engine.rawValue) == number }) else {
      return nil
    }
    self = match
  }
}

/// A Swift type that tensors can be made from and read into.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The matching element type.
  static var dtype: DType { get }
}

extension Float: TensorElement {
  /// `.float32`.
  public static var dtype: DType { .float32 }
}

extension Double: TensorElement {
  /// `.float64`.
  public static var dtype: DType { .float64 }
}

extension Int: TensorElement {
  /// `.int64`.
  public static var dtype: DType { .int64 }
}

extension Int64: TensorElement {
  /// `.int64`.
  public static var dtype: DType { .int64 }
}

extension Int32: TensorElement {
  /// `.int32`.
  public static var dtype: DType { .int32 }
}

extension UInt8: TensorElement {
  /// `.uint8`.
  public static var dtype: DType { .uint8 }
}

extension Bool: TensorElement {
  /// `.bool`.
  public static var dtype: DType { .bool }
}
