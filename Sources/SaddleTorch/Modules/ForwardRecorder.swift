// SPDX-License-Identifier: Apache-2.0

/// Writes down what a forward pass does: which layers run, what they give, what they cost.
///
/// It belongs to a thread while `record` runs there: every operation of that thread is noted under
/// the module that made it.
/// Modules take part by being called, `layer(input, mode: mode)`, rather than by `forward`.
public final class ForwardRecorder: OperationObserver {
  /// One module of the network that ran.
  public struct Layer {
    /// The name as in `Module.modules()`; empty for the network itself and unregistered helpers.
    public let name: String
    /// The module that ran; its parameters tell the layer's size.
    public let module: Module
    /// Whether it has no children.
    public var isLeaf: Bool { module.children.isEmpty }
    /// Shape of its last output; nil where it is known by its parts only.
    public internal(set) var outputShape: [Int]?
    /// How often it ran.
    public internal(set) var calls = 0
    /// Multiply-adds of its own operations, its children's excluded.
    public internal(set) var multiplyAdds = 0
    /// Bytes of all tensors that its own operations made, views excluded.
    public internal(set) var outputBytes = 0
  }

  /// What ran, in the order of the first call.
  public private(set) var layers: [Layer] = []
  private let names: [ObjectIdentifier: String]
  private var places: [ObjectIdentifier: Int] = [:]
  private var stack: [Int] = []

  private init(_ network: Module) {
    names = Dictionary(
      network.modules().map { (ObjectIdentifier($0.module), $0.name) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Runs `body` and returns which layers of `network` ran in it.
  ///
  /// Operations outside of the network's parts count as the network's own.
  public static func record(
    _ network: Module,
    _ body: () throws(TensorError) -> Void
  ) throws(TensorError) -> [Layer] {
    let recorder = ForwardRecorder(network)
    recorder.push(network)
    try recorder.watch(body)
    return recorder.layers
  }

  private func push(_ module: Module) {
    let identity = ObjectIdentifier(module)
    let place = places[identity] ?? layers.count
    if place == layers.count {
      layers.append(Layer(name: names[identity] ?? "", module: module))
      places[identity] = place
    }
    layers[place].calls += 1
    stack.append(place)
  }

  /// Notes a module's call.
  func enter(
    _ module: Module,
    _ body: () throws(TensorError) -> Tensor
  ) throws(TensorError) -> Tensor {
    push(module)
    defer { stack.removeLast() }
    let output = try body()
    if let place = stack.last { layers[place].outputShape = try output.shape }
    return output
  }

  override func note(
    _ operation: StaticString,
    _ operands: [Tensor],
    _ result: Tensor
  ) throws(TensorError) {
    guard let place = stack.last else { return }
    let name = "\(operation)"
    layers[place].multiplyAdds += try Self.multiplyAdds(name, operands, result)
    guard !Self.views.contains(name) else { return }
    layers[place].outputBytes += try result.count * result.dtype.size
  }

  /// Operations that give another view of the same memory.
  private static let views: Set<String> = [
    "reshape", "flatten", "permute", "transpose", "expand", "unsqueeze", "squeeze", "select",
    "narrow", "slice", "diagonal", "detach",
  ]

  /// Multiply-adds of convolutions, linear layers and matrix products; all else counts as none.
  private static func multiplyAdds(
    _ operation: String,
    _ operands: [Tensor],
    _ result: Tensor
  ) throws(TensorError) -> Int {
    guard operands.count == 2 else { return 0 }
    switch operation {
    case "linear": return try result.count * (operands[1].shape.last ?? 1)
    case "matmul": return try result.count * (operands[0].shape.last ?? 1)
    case "conv2d": return try result.count * operands[1].shape.dropFirst().reduce(1, *)
    case "conv_transpose2d":
      return try operands[0].count * operands[1].shape.dropFirst().reduce(1, *)
    default: return 0
    }
  }
}
