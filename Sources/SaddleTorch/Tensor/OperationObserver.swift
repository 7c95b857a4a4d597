// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Sees every operation of a thread while it is installed there.
///
/// Where none is, the price is one look at the thread's slot an operation.
public class OperationObserver {
  init() {}

  /// The observer of this thread.
  @inline(__always)
  static var current: OperationObserver? {
    guard let pointer = pthread_getspecific(slot) else { return nil }
    return Unmanaged<OperationObserver>.fromOpaque(pointer).takeUnretainedValue()
  }

  private static let slot: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Runs `body` with this observer in place of the thread's own.
  func watch(_ body: () throws(TensorError) -> Void) throws(TensorError) {
    let previous = pthread_getspecific(Self.slot)
    pthread_setspecific(Self.slot, Unmanaged.passUnretained(self).toOpaque())
    defer { pthread_setspecific(Self.slot, previous) }
    try body()
  }

  func note(
    _ operation: StaticString,
    _ operands: [Tensor],
    _ result: Tensor
  ) throws(TensorError) {}
}
