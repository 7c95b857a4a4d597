import CTorch
// SPDX-License-Identifier: Apache-2.0
public import Foundation

extension Tensor {
  /// Creates a tensor from elements in row-major order.
  ///
  /// - Parameters:
  ///   - elements: As many as `shape` holds.
  ///   - shape: Sizes of the dimensions; nil makes a vector.
  ///   - device: Where to put it.
  /// - Throws: `TensorError` of kind `.invalidArgument` where count and shape differ.
  public init<Element: TensorElement>(
    _ elements: [Element],
    shape: [Int]? = nil,
    device: Device = .cpu
  ) throws(TensorError) {
    let sizes = shape ?? [elements.count]
    try Tensor.check(sizes, holds: elements.count, Element.dtype, "tensor")
    self = try elements.withUnsafeBytes { bytes in
      Result { () throws(TensorError) in
        try Tensor.copying(bytes, shape: sizes, dtype: Element.dtype, device: device)
      }
    }.get()
  }

  /// Creates a tensor without dimensions from one number.
  public init<Element: TensorElement>(
    _ element: Element,
    device: Device = .cpu
  ) throws(TensorError) {
    try self.init([element], shape: [], device: device)
  }

  /// Creates a tensor from bytes as they lie in memory, row-major, little endian.
  public init(
    bytes: Data,
    shape: [Int],
    dtype: DType,
    device: Device = .cpu
  ) throws(TensorError) {
    self = try bytes.withUnsafeBytes { raw in
      Result { () throws(TensorError) in
        try Tensor.copying(raw, shape: shape, dtype: dtype, device: device)
      }
    }.get()
  }

  static func copying(
    _ raw: UnsafeRawBufferPointer,
    shape: [Int],
    dtype: DType,
    device: Device
  ) throws(TensorError) -> Tensor {
    _ = try product(shape, "tensor")
    let bytes = raw.bindMemory(to: UInt8.self)
    return try create("tensor", shape, dtype) { out, failure in
      st_from_bytes(
        bytes.baseAddress,
        bytes.count,
        shape,
        shape.count,
        dtype.engine,
        device.kind,
        device.index,
        out,
        failure
      )
    }
  }

  private static func check(
    _ shape: [Int],
    holds count: Int,
    _ dtype: DType,
    _ operation: String
  ) throws(TensorError) {
    let wanted = try product(shape, operation)
    guard wanted == count else {
      throw TensorError(
        .invalidArgument,
        operation,
        shapes: [shape],
        dtypes: [dtype],
        cause: "\(count) elements given"
      )
    }
  }
}

extension Tensor {
  /// Returns a tensor with every element `value`.
  public static func full(
    _ shape: [Int],
    _ value: Double,
    dtype: DType = .float32,
    device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try create("full", shape, dtype) { out, failure in
      st_full(shape, shape.count, value, dtype.engine, device.kind, device.index, out, failure)
    }
  }

  /// Returns a tensor of this shape with every element 0.
  public static func zeros(
    _ shape: [Int],
    dtype: DType = .float32,
    device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try full(shape, 0, dtype: dtype, device: device)
  }

  /// Returns a tensor of this shape with every element 1.
  public static func ones(
    _ shape: [Int],
    dtype: DType = .float32,
    device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try full(shape, 1, dtype: dtype, device: device)
  }

  /// Returns `start`, `start + step` and so on below `end`.
  ///
  /// Shape `[ceil((end - start) / step)]`.
  public static func arange(
    from start: Double = 0,
    to end: Double,
    step: Double = 1,
    dtype: DType = .float32,
    device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try call("arange", []) { out, failure in
      st_arange(start, end, step, dtype.engine, device.kind, device.index, out, failure)
    }
  }

  /// Returns `count` evenly spaced numbers from `start` to `end`, both included.
  public static func linspace(
    from start: Double,
    to end: Double,
    count: Int,
    dtype: DType = .float32,
    device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try call("linspace", []) { out, failure in
      st_linspace(start, end, count, dtype.engine, device.kind, device.index, out, failure)
    }
  }

  /// Returns the identity matrix.
  ///
  /// Shape `[count, count]`.
  public static func identity(
    _ count: Int,
    dtype: DType = .float32,
    device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try call("eye", []) { out, failure in
      st_eye(count, dtype.engine, device.kind, device.index, out, failure)
    }
  }

  /// Returns zeros of this tensor's shape, type, device and layout.
  public func zerosLike() throws(TensorError) -> Tensor { try unary("zeros_like", st_zeros_like) }

  /// Returns ones of this tensor's shape, type, device and layout.
  public func onesLike() throws(TensorError) -> Tensor { try unary("ones_like", st_ones_like) }

  /// Returns the tensor with elements of another type; itself if it has that type.
  public func to(_ dtype: DType) throws(TensorError) -> Tensor {
    try call("to", [self]) { out, failure in st_convert(pointer, dtype.engine, out, failure) }
  }

  /// Returns the tensor on another device; itself if it is there.
  public func to(_ device: Device) throws(TensorError) -> Tensor {
    try call("to", [self]) { out, failure in
      st_move(pointer, device.kind, device.index, out, failure)
    }
  }

  /// Returns the tensor with its elements in the order of `layout`; itself if they are.
  public func contiguous(_ layout: MemoryLayout2D = .contiguous) throws(TensorError) -> Tensor {
    try call("contiguous", [self]) { out, failure in
      st_contiguous(pointer, layout.engine, out, failure)
    }
  }

  /// Returns a copy with memory of its own, still part of the graph.
  public func clone() throws(TensorError) -> Tensor { try unary("clone", st_clone) }

  /// Returns the same elements without history; shares memory.
  public func detach() throws(TensorError) -> Tensor { try unary("detach", st_detach) }
}
