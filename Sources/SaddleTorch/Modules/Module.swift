// SPDX-License-Identifier: Apache-2.0
import CTorch

/// Whether a network is being trained or used.
public enum Mode: Sendable {
  /// Batch statistics, dropout, power iterations.
  case training
  /// Running statistics, nothing random.
  case inference
}

/// A part of a network: a class with parameters, buffers and children under registered names.
///
/// Names follow PyTorch's state dictionaries: `main.0.weight`, `norm.running_mean`. A subclass
/// registers what it owns in its initializer, after `super.init()`, and overrides `forward`.
open class Module {
  /// Children by name, in the order of registration.
  public private(set) final var children: [(name: String, module: Module)] = []
  private final var ownParameters: [(name: String, parameter: Parameter)] = []
  private final var ownBuffers: [(name: String, buffer: Buffer)] = []

  /// Creates a module without anything.
  public init() {}

  /// Returns the output for a batch.
  ///
  /// Nothing about the mode is remembered: it is an argument.
  ///
  /// - Parameters:
  ///   - input: The samples, `[batch, ...]`.
  ///   - mode: Whether the network is being trained or used.
  /// - Throws: `TensorError` where shape or type of the input don't fit.
  open func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    throw TensorError(.other, "forward", cause: "\(type(of: self)) has no forward of one tensor")
  }

  /// Returns the output for a batch of which more is known than the input itself.
  ///
  /// Layers that use the condition override this one; containers pass it on. All others ignore it.
  open func forward(
    _ input: Tensor,
    condition: Condition,
    mode: Mode
  ) throws(TensorError) -> Tensor {
    try forward(input, mode: mode)
  }

  /// Returns `forward`'s output: so a network calls its parts, and `ForwardRecorder` sees them.
  ///
  /// - Parameters:
  ///   - input: The samples, `[batch, ...]`.
  ///   - condition: What is known of them beside.
  ///   - mode: Whether the network is being trained or used.
  /// - Throws: `TensorError` where shape or type of the input don't fit.
  public final func callAsFunction(
    _ input: Tensor,
    condition: Condition = Condition(),
    mode: Mode
  ) throws(TensorError) -> Tensor {
    guard let recorder = OperationObserver.current as? ForwardRecorder else {
      return try forward(input, condition: condition, mode: mode)
    }
    return try recorder.enter(self) { () throws(TensorError) in
      try forward(input, condition: condition, mode: mode)
    }
  }

  /// Whether what it gives for one sample depends, in training, on the others of the batch.
  ///
  /// Its children speak for themselves. A layer that looks across the batch overrides this: real and
  /// generated samples then go through a discriminator one batch after the other, never joined.
  open var mixesBatch: Bool { false }

  /// What it is, for a table of layers: the type and what tells it from others of its type.
  open var kind: String { "\(type(of: self))" }

  // MARK: - Registration

  /// Registers a child.
  ///
  /// - Precondition: The name isn't empty, has no dot and isn't taken.
  @discardableResult
  public final func register<Child: Module>(_ child: Child, as name: String) -> Child {
    check(name)
    children.append((name, child))
    return child
  }

  /// Registers a parameter; see `register(_:as:)` for names.
  @discardableResult
  public final func register(_ parameter: Parameter, as name: String) -> Parameter {
    check(name)
    ownParameters.append((name, parameter))
    return parameter
  }

  /// Registers a buffer; see `register(_:as:)` for names.
  @discardableResult
  public final func register(_ buffer: Buffer, as name: String) -> Buffer {
    check(name)
    ownBuffers.append((name, buffer))
    return buffer
  }

  final func rename(parameter name: String, to newName: String) {
    for index in ownParameters.indices where ownParameters[index].name == name {
      ownParameters[index].name = newName
    }
  }

  private final func check(_ name: String) {
    precondition(!name.isEmpty && !name.contains("."), "'\(name)' can't name a part of a module")
    let taken =
      children.contains { $0.name == name } || ownParameters.contains { $0.name == name }
      || ownBuffers.contains { $0.name == name }
    precondition(!taken, "'\(name)' is registered twice in \(type(of: self))")
  }

  // MARK: - State

  /// All parameters with their full names: own first, then the children's, in order.
  public final func parameters() -> [(name: String, parameter: Parameter)] {
    var result = ownParameters
    for (name, child) in children {
      result += child.parameters().map { (name + "." + $0.name, $0.parameter) }
    }
    return result
  }

  /// All buffers with their full names.
  public final func buffers() -> [(name: String, buffer: Buffer)] {
    var result = ownBuffers
    for (name, child) in children {
      result += child.buffers().map { (name + "." + $0.name, $0.buffer) }
    }
    return result
  }

  /// This module, its children, theirs and so on, each after its parent, with full names.
  public final func modules() -> [(name: String, module: Module)] {
    var result: [(name: String, module: Module)] = [("", self)]
    for (name, child) in children {
      result += child.modules().map { ($0.name.isEmpty ? name : name + "." + $0.name, $0.module) }
    }
    return result
  }

  /// Number of trained numbers.
  public final func parameterCount() throws(TensorError) -> Int {
    var count = 0
    for (_, parameter) in parameters() { count += try parameter.tensor.count }
    return count
  }

  /// Parameters and buffers by PyTorch's names.
  ///
  /// The tensors share the module's memory.
  public final func stateDictionary() throws(TensorError) -> StateDictionary {
    var result = StateDictionary()
    for (name, tensor) in stateTensors("") { result[name] = try tensor.detach() }
    return result
  }

  private final func stateTensors(_ prefix: String) -> [(String, Tensor)] {
    var result = ownParameters.map { (prefix + $0.name, $0.parameter.tensor) }
    result += ownBuffers.map { (prefix + $0.name, $0.buffer.tensor) }
    for (name, child) in children { result += child.stateTensors(prefix + name + ".") }
    return result
  }

  /// Overwrites parameters and buffers with those of the same names.
  ///
  /// - Parameters:
  ///   - state: Tensors by name; data types are converted.
  ///   - strict: Whether names that are missing or unexpected are an error.
  /// - Throws: `TensorError` listing all missing, unexpected and differently shaped names; nothing
  ///   was changed then.
  public final func load(_ state: StateDictionary, strict: Bool = true) throws(TensorError) {
    try SaddleTorch.load(state, into: stateTensors(""), strict: strict, "\(type(of: self))")
  }

  // MARK: - All parameters at once

  /// Runs `body` while no parameter collects gradients, as the discriminator's in the generator's
  /// step.
  ///
  /// What was there before is there again on every way out, an error's too: parameters that aren't
  /// trainable stay so, and one `frozen` inside another leaves the outer one in force.
  public final func frozen<Value>(_ body: () throws -> Value) throws -> Value {
    var tensors: [Tensor] = []
    collect(&tensors) { $0.isTrainable }
    let active = HandleList(try tensors.filter { try $0.requiresGrad })
    do {
      try active.setRequiresGrad(false)
      let value = try body()
      try active.setRequiresGrad(true)
      return value
    } catch {
      try? active.setRequiresGrad(true)  // the body's error is the one to hear of
      throw error
    }
  }

  /// Removes all gradients.
  public final func zeroGradients() throws(TensorError) {
    let list = parameterList()
    try perform("zero_gradients", []) { failure in
      list.with { st_clear_gradients($0, list.count, failure) }
    }
  }

  /// The parameters' tensors without their names, which take time to make.
  final func parameterList() -> HandleList {
    var tensors: [Tensor] = []
    collect(&tensors) { _ in true }
    return HandleList(tensors)
  }

  private final func collect(_ tensors: inout [Tensor], _ isWanted: (Parameter) -> Bool) {
    for (_, parameter) in ownParameters where isWanted(parameter) {
      tensors.append(parameter.tensor)
    }
    for (_, child) in children { child.collect(&tensors, isWanted) }
  }

  /// Moves all parameters and buffers to a device; optimizers made before keep working.
  public final func to(_ device: Device) throws(TensorError) {
    for (_, tensor) in stateTensors("") { try tensor.setData(tensor.detach().to(device)) }
  }

  /// Converts floating-point parameters and buffers to another type.
  public final func to(_ dtype: DType) throws(TensorError) {
    for (_, tensor) in stateTensors("") where try tensor.dtype.isFloatingPoint {
      try tensor.setData(tensor.detach().to(dtype))
    }
  }

  /// Puts four-dimensional parameters into another memory layout.
  public final func to(_ layout: MemoryLayout2D) throws(TensorError) {
    for (_, parameter) in parameters() where try parameter.tensor.shape.count == 4 {
      try parameter.tensor.setData(parameter.tensor.detach().contiguous(layout))
    }
  }
}

extension HandleList {
  fileprivate func setRequiresGrad(_ on: Bool) throws(TensorError) {
    try perform("requires_grad", []) { failure in
      with { st_set_requires_grad($0, count, on, failure) }
    }
  }
}

/// Copies `state` into `targets` by name, all or nothing.
func load(
  _ state: StateDictionary,
  into targets: [(String, Tensor)],
  strict: Bool,
  _ what: String
) throws(TensorError) {
  let expected = Set(targets.map(\.0))
  var problems: [String] = []
  var pairs: [(Tensor, Tensor)] = []
  for (name, target) in targets {
    guard let source = state[name] else {
      if strict { problems.append("missing '\(name)'") }
      continue
    }
    let (wanted, given) = (try target.shape, try source.shape)
    if wanted == given {
      pairs.append((target, source))
    } else {
      problems.append("'\(name)' is \(given) where \(wanted) is needed")
    }
  }
  if strict {
    for name in state.names where !expected.contains(name) {
      problems.append("unexpected '\(name)'")
    }
  }
  guard problems.isEmpty else {
    throw TensorError(
      .invalidArgument,
      "load",
      cause: "state doesn't fit \(what): " + problems.joined(separator: "; ")
    )
  }
  for (target, source) in pairs { try target.assign(source) }
}
