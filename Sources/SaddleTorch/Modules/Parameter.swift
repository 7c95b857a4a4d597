// SPDX-License-Identifier: Apache-2.0
import CTorch

/// A tensor that training changes.
///
/// `tensor` is the same object for life, but for the time of `substitute`: optimizers and loading
/// write into it.
public final class Parameter {
  /// The values; a leaf of every graph.
  public var tensor: Tensor { substitute ?? own }
  /// What forward passes use in place of the values: a function of them, to be differentiated.
  ///
  /// Only while a player looks ahead (unrolling); nil again before anything else is done.
  public var substitute: Tensor?
  private let own: Tensor
  /// Whether it is trained; `Module.frozen` suspends gradients without changing this.
  public private(set) var isTrainable = true

  /// Creates a parameter that holds `tensor`'s values.
  public init(_ tensor: Tensor) throws(TensorError) {
    own = try noGrad { () throws(TensorError) in try tensor.clone() }
    try own.setRequiresGrad(true)
  }

  /// What the last backward passes have added up to; nil if there was none.
  public var gradient: Tensor? {
    get throws(TensorError) { try tensor.gradient }
  }

  /// Replaces the gradient; nil removes it.
  public func setGradient(_ gradient: Tensor?) throws(TensorError) {
    try perform("set_gradient", [tensor]) { failure in
      st_set_gradient(tensor.pointer, gradient?.pointer, failure)
    }
  }

  /// Says whether gradients are computed for it and optimizers change it.
  public func setTrainable(_ on: Bool) throws(TensorError) {
    isTrainable = on
    try tensor.setRequiresGrad(on)
  }

  /// Overwrites the values; the shape must be the same.
  public func assign(_ values: Tensor) throws(TensorError) { try tensor.assign(values) }
}

/// A tensor that belongs to a module's state without being trained, such as running means.
public final class Buffer {
  /// The values.
  public let tensor: Tensor

  /// Creates a buffer that holds `tensor`'s values.
  public init(_ tensor: Tensor) throws(TensorError) {
    self.tensor = try noGrad { () throws(TensorError) in try tensor.detach().clone() }
  }

  /// Overwrites the values; the shape must be the same.
  public func assign(_ values: Tensor) throws(TensorError) { try tensor.assign(values) }
}

/// Tensors by name, in order.
public struct StateDictionary {
  /// Names and tensors, in order; names are unique.
  public private(set) var entries: [(name: String, tensor: Tensor)] = []
  private var indices: [String: Int] = [:]

  /// Creates an empty dictionary.
  public init() {}

  /// Number of tensors.
  public var count: Int { entries.count }
  /// Names, in order.
  public var names: [String] { entries.map(\.name) }

  /// The tensor of a name; a new name is put at the end, nil removes.
  public subscript(name: String) -> Tensor? {
    get { indices[name].map { entries[$0].tensor } }
    set {
      switch (indices[name], newValue) {
      case (let index?, let tensor?): entries[index].tensor = tensor
      case (nil, let tensor?):
        indices[name] = entries.count
        entries.append((name, tensor))
      case (let index?, nil):
        entries.remove(at: index)
        indices = [:]
        for (index, entry) in entries.enumerated() { indices[entry.name] = index }
      case (nil, nil): break
      }
    }
  }

  /// Adds another's entries with `prefix` before their names.
  public mutating func merge(_ other: StateDictionary, prefix: String = "") {
    for (name, tensor) in other.entries { self[prefix + name] = tensor }
  }

  /// The entries whose names begin with `prefix`, without it.
  public func removingPrefix(_ prefix: String) -> StateDictionary {
    var result = StateDictionary()
    for (name, tensor) in entries where name.hasPrefix(prefix) {
      result[String(name.dropFirst(prefix.count))] = tensor
    }
    return result
  }

  /// Copies of all tensors, which training doesn't change.
  public func copied() throws(TensorError) -> StateDictionary {
    var result = StateDictionary()
    for (name, tensor) in entries { result[name] = try tensor.detach().clone() }
    return result
  }
}
