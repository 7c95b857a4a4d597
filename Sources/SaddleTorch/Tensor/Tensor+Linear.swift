// SPDX-License-Identifier: Apache-2.0
import CTorch

// Linear algebra; matrices may be batches.
extension Tensor {
  /// Returns eigenvalues, ascending, and eigenvectors (columns) of a symmetric matrix.
  ///
  /// Only the lower triangle is read.
  public func symmetricEigen() throws(TensorError) -> (values: Tensor, vectors: Tensor) {
    try callForTwo("eigh", [self]) { values, vectors, failure in
      st_linalg_eigh(pointer, values, vectors, failure)
    }
  }

  /// Returns the eigenvalues of a symmetric matrix, ascending.
  public func symmetricEigenvalues() throws(TensorError) -> Tensor {
    try unary("eigvalsh", st_linalg_eigvalsh)
  }

  /// Returns the singular values, descending.
  public func singularValues() throws(TensorError) -> Tensor {
    try unary("svdvals", st_linalg_svdvals)
  }

  /// Returns the decomposition into an orthogonal and an upper triangular matrix.
  public func qr() throws(TensorError) -> (q: Tensor, r: Tensor) {
    try callForTwo("qr", [self]) { q, r, failure in st_linalg_qr(pointer, q, r, failure) }
  }

  /// Returns the lower triangular factor of a positive definite matrix; any other is an error.
  public func cholesky() throws(TensorError) -> Tensor {
    try unary("cholesky", st_linalg_cholesky)
  }

  /// Returns the inverse of a square matrix; a singular one is an error.
  public func inverse() throws(TensorError) -> Tensor { try unary("inv", st_linalg_inv) }

  /// Returns `x` with `self x = right`.
  public func solve(_ right: Tensor) throws(TensorError) -> Tensor {
    try binary("solve", right, st_linalg_solve)
  }

  /// Returns the sum of the diagonal.
  public func trace() throws(TensorError) -> Tensor { try unary("trace", st_trace) }

  /// Returns the distances of each row to each row of `other`; order 2 is Euclidean, order 1 adds up
  /// absolute differences.
  ///
  /// Shape `[rows, other's rows]`.
  public func distances(to other: Tensor, order: Double = 2) throws(TensorError) -> Tensor {
    try call("cdist", [self, other]) { out, failure in
      st_cdist(pointer, other.pointer, order, out, failure)
    }
  }
}
