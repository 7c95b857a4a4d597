// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleTorch

/// A network as a table: its layers in order, with shapes, trained numbers and multiply-adds.
///
/// Shapes are those of one sample (one pack of samples, for a discriminator with packing).
/// Multiply-adds are those of convolutions, linear layers and matrix products; a transposed
/// convolution counts each input times its kernel. Norms, activations and biases count as none.
public struct NetworkSummary: Sendable, Encodable {
  /// One row.
  public struct Layer: Sendable, Encodable, Equatable {
    /// The name as in the state dictionary: `main.0`; empty for what has no state.
    public var name: String
    /// What it is: `Conv2d 4x4/2`.
    public var kind: String
    /// Shape of its output; empty for a layer that is used by its parts.
    public var outputShape: [Int]
    /// Trained numbers of its own.
    public var parameters: Int
    /// Multiply-adds of its own for one sample.
    public var multiplyAdds: Int
  }

  /// Shape of the input.
  public var inputShape: [Int]
  /// Shape of the output.
  public var outputShape: [Int]
  /// What ran, in the order of the first call.
  public var layers: [Layer]
  /// Layers that did not run, such as those of lower levels of a growing network.
  public var idleLayers: [Layer]
  /// Trained numbers, idle ones included.
  public var parameters: Int
  /// Numbers that are kept and not trained: running statistics, singular vectors.
  public var buffers: Int
  /// Multiply-adds for one sample.
  public var multiplyAdds: Int
  /// Bytes of everything that a pass makes for each sample: what it keeps at most for gradients.
  public var activationBytes: Int
  /// Bytes that a pass makes whatever the batch: normalized weights.
  public var fixedBytes: Int

  /// Runs a network once, without gradients and without changing it.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - classCount: Number of classes of a conditional network.
  ///   - input: Makes a batch; two sizes tell what grows with the batch.
  /// - Returns: The table, and the layers that ran.
  static func measure(
    _ network: Module,
    classCount: Int?,
    input: (Int) throws(TensorError) -> Tensor
  ) throws(TensorError) -> (summary: NetworkSummary, ran: [ForwardRecorder.Layer]) {
    let single = try input(1)
    let (ran, output) = try pass(network, single, .first(of: classCount, batch: 1))
    let bytes = ran.reduce(0) { $0 + $1.outputBytes }
    let multiplyAdds = ran.reduce(0) { $0 + $1.multiplyAdds }
    var each = bytes
    if multiplyAdds < costly {
      let (twice, _) = try pass(network, input(2), .first(of: classCount, batch: 2))
      each = max(0, twice.reduce(0) { $0 + $1.outputBytes } - bytes)
    }
    let identities = Set(ran.map { ObjectIdentifier($0.module) })
    var layers: [Layer] = []
    for entry in ran {
      let row = try Layer(entry)
      if entry.isLeaf || row.parameters > 0 || row.multiplyAdds > 0 { layers.append(row) }
    }
    var idle: [Layer] = []
    for (name, module) in network.modules() where !identities.contains(ObjectIdentifier(module)) {
      let row = try Layer(name: name, module)
      if row.parameters > 0 { idle.append(row) }
    }
    let summary = NetworkSummary(
      inputShape: Array(try single.shape.dropFirst()),
      outputShape: Array(try output.shape.dropFirst()),
      layers: layers,
      idleLayers: idle,
      parameters: try network.parameterCount(),
      buffers: try network.bufferCount(),
      multiplyAdds: multiplyAdds,
      activationBytes: each,
      fixedBytes: max(0, bytes - each)
    )
    return (summary, ran)
  }

  /// Multiply-adds of a pass from which on one pass must do: its samples' share is then all of it.
  private static let costly = 5_000_000_000

  private static func pass(
    _ network: Module,
    _ input: Tensor,
    _ condition: Condition
  ) throws(TensorError) -> (ran: [ForwardRecorder.Layer], output: Tensor) {
    var output = input
    let ran = try ForwardRecorder.record(network) { () throws(TensorError) in
      output = try noGrad { () throws(TensorError) in
        if let judge = network as? any ClassifyingDiscriminator {
          return try judge.judge(input, condition: condition, mode: .inference).scores
        }
        return try network.forward(input, condition: condition, mode: .inference)
      }
    }
    return (ran, output)
  }
}

extension NetworkSummary {
  /// The sums of several networks' tables, layers one after the other; of one that table.
  init(summing tables: [NetworkSummary]) {
    inputShape = tables.first?.inputShape ?? []
    outputShape = tables.last?.outputShape ?? []
    layers = tables.flatMap(\.layers)
    idleLayers = tables.flatMap(\.idleLayers)
    parameters = tables.reduce(0) { $0 + $1.parameters }
    buffers = tables.reduce(0) { $0 + $1.buffers }
    multiplyAdds = tables.reduce(0) { $0 + $1.multiplyAdds }
    activationBytes = tables.reduce(0) { $0 + $1.activationBytes }
    fixedBytes = tables.reduce(0) { $0 + $1.fixedBytes }
  }
}

extension NetworkSummary.Layer {
  fileprivate init(_ entry: ForwardRecorder.Layer) throws(TensorError) {
    try self.init(name: entry.name, entry.module)
    outputShape = Array(entry.outputShape?.dropFirst() ?? [])
    multiplyAdds = entry.multiplyAdds
  }

  fileprivate init(name: String, _ module: Module) throws(TensorError) {
    var count = 0
    for (name, parameter) in module.parameters() where !name.contains(".") {
      count += try parameter.tensor.count
    }
    self.init(name: name, kind: module.kind, outputShape: [], parameters: count, multiplyAdds: 0)
  }
}

extension Module {
  fileprivate func bufferCount() throws(TensorError) -> Int {
    var count = 0
    for (_, buffer) in buffers() { count += try buffer.tensor.count }
    return count
  }
}

extension Condition {
  /// Says that all samples are of the first class, where there are classes.
  static func first(of classCount: Int?, batch: Int) throws(TensorError) -> Condition {
    guard classCount != nil else { return Condition() }
    return try Condition(labels: Tensor([Int64](repeating: 0, count: batch), shape: [batch]))
  }
}
