// SPDX-License-Identifier: Apache-2.0

/// Modules one after the other.
///
/// Their names are numbers from "0" on, unless given.
public final class Sequential: Module {
  private let layers: [Module]

  /// Creates a chain with numbers for names.
  public init(_ layers: [Module]) {
    self.layers = layers
    super.init()
    for (index, layer) in layers.enumerated() { register(layer, as: "\(index)") }
  }

  /// Creates a chain with names.
  public init(named layers: [(name: String, module: Module)]) {
    self.layers = layers.map(\.module)
    super.init()
    for (name, layer) in layers { register(layer, as: name) }
  }

  /// Returns the last module's output, each module's being the next one's input.
  public override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try forward(input, condition: Condition(), mode: mode)
  }

  /// Returns the last module's output; every layer is told the condition.
  public override func forward(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> Tensor {
    var value = input
    for layer in layers { value = try layer(value, condition: condition, mode: mode) }
    return value
  }
}
