// SPDX-License-Identifier: Apache-2.0
import CTorch

// The ways across the C boundary. Nothing is allocated on the way to a successful call except
// the handle of its result.

typealias Out = UnsafeMutablePointer<OpaquePointer?>
typealias UnaryFunction = @convention(c) (OpaquePointer?, Out?, Out?) -> st_status
typealias BinaryFunction = @convention(c) (OpaquePointer?, OpaquePointer?, Out?, Out?) -> st_status
typealias ScalarFunction = @convention(c) (OpaquePointer?, Double, Out?, Out?) -> st_status
typealias DimensionFunction = @convention(c) (OpaquePointer?, Int, Out?, Out?) -> st_status
typealias ReduceFunction =
  @convention(c) (OpaquePointer?, UnsafePointer<Int>?, Int, Bool, Out?, Out?) -> st_status

/// Runs a call that gives one tensor.
@inline(__always)
func call(
  _ operation: StaticString,
  _ operands: @autoclosure () -> [Tensor],
  _ body: (Out, Out) -> st_status
) throws(TensorError) -> Tensor {
  var out: OpaquePointer?
  var failure: OpaquePointer?
  guard body(&out, &failure) == ST_OK, let out else {
    throw TensorError(operation, operands(), taking: failure)
  }
  let result = Tensor(owning: out)
  if let observer = OperationObserver.current { try observer.note(operation, operands(), result) }
  return result
}

/// Runs a call that gives two tensors.
func callForTwo(
  _ operation: StaticString,
  _ operands: @autoclosure () -> [Tensor],
  _ body: (Out, Out, Out) -> st_status
) throws(TensorError) -> (Tensor, Tensor) {
  var first: OpaquePointer?
  var second: OpaquePointer?
  var failure: OpaquePointer?
  guard body(&first, &second, &failure) == ST_OK, let first, let second else {
    throw TensorError(operation, operands(), taking: failure)
  }
  return (Tensor(owning: first), Tensor(owning: second))
}

/// Runs a call that gives nothing.
@inline(__always)
func perform(
  _ operation: StaticString,
  _ operands: @autoclosure () -> [Tensor],
  _ body: (Out) -> st_status
) throws(TensorError) {
  var failure: OpaquePointer?
  guard body(&failure) == ST_OK else {
    throw TensorError(operation, operands(), taking: failure)
  }
}

extension Tensor {
  @inline(__always)
  func unary(_ operation: StaticString, _ body: UnaryFunction) throws(TensorError) -> Tensor {
    try call(operation, [self]) { out, failure in body(pointer, out, failure) }
  }

  @inline(__always)
  func binary(
    _ operation: StaticString,
    _ other: Tensor,
    _ body: BinaryFunction
  ) throws(TensorError) -> Tensor {
    try call(operation, [self, other]) { out, failure in
      body(pointer, other.pointer, out, failure)
    }
  }

  @inline(__always)
  func scalar(
    _ operation: StaticString,
    _ number: Double,
    _ body: ScalarFunction
  ) throws(TensorError) -> Tensor {
    try call(operation, [self]) { out, failure in body(pointer, number, out, failure) }
  }

  @inline(__always)
  func along(
    _ operation: StaticString,
    _ dimension: Int,
    _ body: DimensionFunction
  ) throws(TensorError) -> Tensor {
    try call(operation, [self]) { out, failure in body(pointer, dimension, out, failure) }
  }

  @inline(__always)
  func reduce(
    _ operation: StaticString,
    _ dimensions: [Int],
    _ keep: Bool,
    _ body: ReduceFunction
  ) throws(TensorError) -> Tensor {
    try call(operation, [self]) { out, failure in
      body(pointer, dimensions, dimensions.count, keep, out, failure)
    }
  }
}

/// Borrowed handles of several tensors, as C takes them; keeps the tensors alive.
struct HandleList {
  let tensors: [Tensor]
  private let pointers: [OpaquePointer?]

  init(_ tensors: [Tensor]) {
    self.tensors = tensors
    pointers = tensors.map { $0.pointer }
  }

  var count: Int { pointers.count }

  @inline(__always)
  func with<R>(_ body: (UnsafePointer<OpaquePointer?>?) -> R) -> R {
    withExtendedLifetime(tensors) {
      pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
  }
}

/// Returns the product of sizes that aren't negative.
///
/// - Throws: `TensorError` of kind `.invalidArgument` where one is, or the product is above 2^63.
func product(_ sizes: [Int], _ operation: String) throws(TensorError) -> Int {
  var result = 1
  for size in sizes {
    let (next, overflow) = result.multipliedReportingOverflow(by: size)
    guard size >= 0, !overflow else {
      throw TensorError(
        .invalidArgument,
        operation,
        shapes: [sizes],
        cause: size < 0 ? "a size is negative" : "too large"
      )
    }
    result = next
  }
  return result
}

/// Runs a call that makes a tensor of a shape, which its error will name.
func create(
  _ operation: StaticString,
  _ shape: [Int],
  _ dtype: DType,
  _ body: (Out, Out) -> st_status
) throws(TensorError) -> Tensor {
  do {
    return try call(operation, [], body)
  } catch {
    throw TensorError(
      error.kind,
      error.operation,
      shapes: [shape],
      dtypes: [dtype],
      cause: error.cause
    )
  }
}
