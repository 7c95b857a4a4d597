// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// What the next step depends on beyond its configuration.
///
/// A checkpoint holds the state of everything that is `Stateful`, and going back inside a process is
/// `restore` of all of it. What gives an empty state needs no place in a checkpoint.
///
/// ```swift
/// import SaddleGAN
/// import SaddleTorch
///
/// final class Counter: Stateful {
///   var calls = 0.0
///
///   func state() throws(TensorError) -> StateDictionary {
///     var state = StateDictionary()
///     state["calls"] = try Tensor([calls])
///     return state
///   }
///
///   func restore(_ state: StateDictionary) throws(TensorError) {
///     calls = try state["calls"]?.item() ?? 0
///   }
/// }
/// ```
public protocol Stateful: AnyObject {
  /// What has to be kept, by name; the tensors may be the ones in use.
  func state() throws(TensorError) -> StateDictionary

  /// Goes on from what `state` gave.
  ///
  /// - Throws: `TensorError` where something is missing or of another shape.
  func restore(_ state: StateDictionary) throws(TensorError)
}

extension Stateful {
  /// Empty: there is nothing to keep.
  public func state() throws(TensorError) -> StateDictionary { StateDictionary() }
  /// Does nothing: there was nothing to keep.
  public func restore(_ state: StateDictionary) throws(TensorError) {}
}
