// SPDX-License-Identifier: Apache-2.0
import CTorch

/// A multi-dimensional array of the engine, with its history for automatic differentiation.
///
/// To its user a tensor is a value: nothing public changes one in place, and a copy costs O(1), as
/// both share the elements. It isn't `Sendable`: send plain numbers to other isolation domains, or
/// hand a tensor over with `sending`.
///
/// Operations throw `TensorError`, operators too; one `try` covers a statement:
/// `let y = try (a + b * c).relu()`.
public struct Tensor {
  private final class Handle {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
      self.pointer = pointer
    }

    deinit {
      st_tensor_free(pointer)
    }
  }

  private let handle: Handle

  @inline(__always)
  init(owning pointer: OpaquePointer) {
    handle = Handle(owning: pointer)
  }

  /// Borrowed; lives as long as `self`.
  @inline(__always)
  var pointer: OpaquePointer { handle.pointer }
}

// MARK: - What it is

extension Tensor {
  /// Sizes of the dimensions; empty for a scalar.
  public var shape: [Int] {
    get throws(TensorError) {
      var rank = 0
      var failure: OpaquePointer?
      var status = ST_FAILED
      let sizes = withUnsafeTemporaryAllocation(of: Int.self, capacity: 16) { sizes in
        status = st_get_shape(pointer, sizes.baseAddress, sizes.count, &rank, &failure)
        return [Int](UnsafeBufferPointer(rebasing: sizes[..<Swift.min(rank, sizes.count)]))
      }
      guard status == ST_OK else { throw TensorError("shape", [], taking: failure) }
      guard sizes.count < rank else { return sizes }
      var all = [Int](repeating: 0, count: rank)
      try perform("shape", []) { failure in
        st_get_shape(pointer, &all, all.count, &rank, failure)
      }
      return all
    }
  }

  /// Number of elements.
  public var count: Int {
    get throws(TensorError) { try product(shape, "count") }
  }

  /// Type of the elements.
  public var dtype: DType {
    get throws(TensorError) {
      var number: Int32 = -1
      try perform("dtype", []) { failure in st_get_dtype(pointer, &number, failure) }
      guard let dtype = DType(engine: number) else {
        throw TensorError(.other, "dtype", cause: "element type \(number) is not supported")
      }
      return dtype
    }
  }

  /// Where it lies.
  public var device: Device {
    get throws(TensorError) {
      var kind: Int32 = 0
      var index: Int32 = 0
      try perform("device", []) { failure in st_get_device(pointer, &kind, &index, failure) }
      return kind == 0 ? .cpu : .cuda(Int(index))
    }
  }

  /// Whether its elements lie in memory in the order of `layout`.
  public func isContiguous(_ layout: MemoryLayout2D = .contiguous) throws(TensorError) -> Bool {
    var result = false
    try perform("is_contiguous", [self]) { failure in
      st_is_contiguous(pointer, layout.engine, &result, failure)
    }
    return result
  }

  /// For messages about failures, where a second failure must not hide the first.
  var shapeOrEmpty: [Int] { (try? shape) ?? [] }
  var dtypeOrNil: DType? { try? dtype }
}

extension Tensor: CustomStringConvertible {
  /// `Tensor([2, 3], float32)`; no elements, which could be many.
  public var description: String {
    "Tensor(\(shapeOrEmpty), \(dtypeOrNil.map { "\($0)" } ?? "?"))"
  }
}

// MARK: - Numbers out of it

extension Tensor {
  /// Returns the elements in row-major order, converted to `Element`'s type.
  ///
  /// - Complexity: O(count); waits for the device.
  public func array<Element: TensorElement>(
    of element: Element.Type = Element.self
  ) throws(TensorError) -> [Element] {
    let converted = try self.to(Element.dtype)
    let count = try converted.count
    guard count > 0 else { return [] }
    let size = try product([Element.dtype.size, count], "array")
    var failure: OpaquePointer?
    var status = ST_FAILED
    let result = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      let bytes = raw.bindMemory(to: UInt8.self)
      status = st_to_bytes(converted.pointer, bytes.baseAddress, size, &failure)
      initialized = status == ST_OK ? count : 0
    }
    guard status == ST_OK else { throw TensorError("array", [self], taking: failure) }
    return result
  }

  /// Returns the bytes of the elements, row-major, as they lie in memory.
  ///
  /// - Complexity: O(count); waits for the device.
  public func bytes() throws(TensorError) -> [UInt8] {
    let size = try product([dtype.size, count], "bytes")
    guard size > 0 else { return [] }
    var failure: OpaquePointer?
    var status = ST_FAILED
    let result = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      status = st_to_bytes(pointer, buffer.baseAddress, size, &failure)
      initialized = status == ST_OK ? size : 0
    }
    guard status == ST_OK else { throw TensorError("bytes", [self], taking: failure) }
    return result
  }

  /// Returns the only element as a number; waits for the device.
  ///
  /// - Throws: `TensorError` where there are more elements, or none.
  public func item() throws(TensorError) -> Double {
    var result = 0.0
    var handle: OpaquePointer? = pointer
    try perform("item", [self]) { failure in st_scalars(&handle, 1, &result, failure) }
    return result
  }

  /// Returns the elements of one-element tensors, waiting for the device once for all of them.
  public static func scalars(_ tensors: [Tensor]) throws(TensorError) -> [Double] {
    guard !tensors.isEmpty else { return [] }
    let list = HandleList(tensors)
    var result = [Double](repeating: 0, count: tensors.count)
    try perform("scalars", tensors) { failure in
      list.with { st_scalars($0, list.count, &result, failure) }
    }
    return result
  }

  /// Returns the index of the first tensor that holds a NaN or an infinity, nil if none does.
  ///
  /// One synchronization for all. Integer tensors are finite.
  public static func firstNonFinite(_ tensors: [Tensor]) throws(TensorError) -> Int? {
    let list = HandleList(tensors)
    var index = -1
    try perform("first_non_finite", []) { failure in
      list.with { st_first_non_finite($0, list.count, false, &index, failure) }
    }
    return index < 0 ? nil : index
  }

  /// Returns the L2 norm of each tensor.
  ///
  /// Shape `[tensors.count]`.
  public static func norms(_ tensors: [Tensor]) throws(TensorError) -> Tensor {
    let list = HandleList(tensors)
    return try call("norms", tensors) { out, failure in
      list.with { st_norms($0, list.count, false, out, failure) }
    }
  }
}
