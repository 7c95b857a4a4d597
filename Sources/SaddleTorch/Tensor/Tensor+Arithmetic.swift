// SPDX-License-Identifier: Apache-2.0
import CTorch

// Operators of elements. Two tensors broadcast as in PyTorch: shapes are compared from the last
// dimension, a size of 1 stretches. A whole number keeps an integer tensor's type.
extension Tensor {
  /// Returns the sum of each two elements, with broadcasting.
  public static func + (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("add", b, st_add)
  }

  /// Returns the sum of each element and a number.
  public static func + (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("add", b, st_add_scalar)
  }

  /// Returns the difference of each two elements, with broadcasting.
  public static func - (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("sub", b, st_sub)
  }

  /// Returns the difference of each element and a number.
  public static func - (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("sub", b, st_sub_scalar)
  }

  /// Returns the product of each two elements, with broadcasting.
  public static func * (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("mul", b, st_mul)
  }

  /// Returns the product of each element and a number.
  public static func * (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("mul", b, st_mul_scalar)
  }

  /// Returns the quotient of each two elements, with broadcasting.
  public static func / (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("div", b, st_div)
  }

  /// Returns the quotient of each element and a number.
  public static func / (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("div", b, st_div_scalar)
  }

  /// Returns the sum of a number and each element.
  public static func + (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.scalar("add", a, st_add_scalar)
  }

  /// Returns a number less each element.
  public static func - (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.scalar("rsub", a, st_rsub_scalar)
  }

  /// Returns the product of a number and each element.
  public static func * (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.scalar("mul", a, st_mul_scalar)
  }

  /// Returns a number divided by each element.
  public static func / (a: Double, b: Tensor) throws(TensorError) -> Tensor {
    try b.reciprocal().scalar("mul", a, st_mul_scalar)
  }

  /// Returns each element's negative.
  public static prefix func - (a: Tensor) throws(TensorError) -> Tensor {
    try a.unary("neg", st_neg)
  }

  /// Returns the larger of each two elements.
  public func maximum(_ other: Tensor) throws(TensorError) -> Tensor {
    try binary("maximum", other, st_maximum)
  }

  /// Returns the smaller of each two elements.
  public func minimum(_ other: Tensor) throws(TensorError) -> Tensor {
    try binary("minimum", other, st_minimum)
  }

  /// Returns the matrix product: vectors, matrices, or batches of them, as `torch.matmul`.
  public func matmul(_ other: Tensor) throws(TensorError) -> Tensor {
    try binary("matmul", other, st_matmul)
  }

  /// Returns whether both elements hold.
  ///
  /// Type `.bool`.
  public func logicalAnd(_ other: Tensor) throws(TensorError) -> Tensor {
    try binary("logical_and", other, st_logical_and)
  }

  /// Returns whether one of both elements holds.
  ///
  /// Type `.bool`.
  public func logicalOr(_ other: Tensor) throws(TensorError) -> Tensor {
    try binary("logical_or", other, st_logical_or)
  }
}

// Comparisons give tensors of type `.bool`; their names are those of Swift's SIMD types.
extension Tensor {
  /// Returns whether each left element is equal to the right one.
  public static func .== (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("eq", b, st_eq)
  }

  /// Returns whether each element is equal to a number.
  public static func .== (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("eq", b, st_eq_scalar)
  }

  /// Returns whether each left element is unequal to the right one.
  public static func .!= (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("ne", b, st_ne)
  }

  /// Returns whether each element is unequal to a number.
  public static func .!= (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("ne", b, st_ne_scalar)
  }

  /// Returns whether each left element is less than the right one.
  public static func .< (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("lt", b, st_lt)
  }

  /// Returns whether each element is less than a number.
  public static func .< (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("lt", b, st_lt_scalar)
  }

  /// Returns whether each left element is at most the right one.
  public static func .<= (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("le", b, st_le)
  }

  /// Returns whether each element is at most a number.
  public static func .<= (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("le", b, st_le_scalar)
  }

  /// Returns whether each left element is greater than the right one.
  public static func .> (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("gt", b, st_gt)
  }

  /// Returns whether each element is greater than a number.
  public static func .> (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("gt", b, st_gt_scalar)
  }

  /// Returns whether each left element is at least the right one.
  public static func .>= (a: Tensor, b: Tensor) throws(TensorError) -> Tensor {
    try a.binary("ge", b, st_ge)
  }

  /// Returns whether each element is at least a number.
  public static func .>= (a: Tensor, b: Double) throws(TensorError) -> Tensor {
    try a.scalar("ge", b, st_ge_scalar)
  }

}
