// SPDX-License-Identifier: Apache-2.0

import SaddleTorch

extension [Tensor] {
  /// Copies without history.
  func copied() throws(TensorError) -> [Tensor] {
    try map { tensor throws(TensorError) in try tensor.detach().clone() }
  }

  /// Overwrites the values with those of `others`.
  func assign(_ others: [Tensor]) throws(TensorError) {
    for (tensor, other) in zip(self, others) { try tensor.overwrite(other) }
  }
}

extension StateDictionary {
  /// Tensors as `name.0`, `name.1` and so on; empty for nil.
  static func numbered(_ name: String, _ tensors: [Tensor]?) -> StateDictionary {
    var state = StateDictionary()
    for (index, tensor) in (tensors ?? []).enumerated() { state["\(name).\(index)"] = tensor }
    return state
  }

  /// Copies of what `numbered` gave; nil where there is none.
  func numbered(_ name: String) throws(TensorError) -> [Tensor]? {
    var tensors: [Tensor] = []
    while let tensor = self["\(name).\(tensors.count)"] { tensors.append(try tensor.clone()) }
    return tensors.isEmpty ? nil : tensors
  }
}
