// SPDX-License-Identifier: Apache-2.0
import CTorch

/// Parameters that share a learning rate and a weight decay.
public struct ParameterGroup {
  /// The parameters with their names, which name the optimizer's state.
  public let parameters: [(name: String, parameter: Parameter)]
  /// Size of a step; may be changed between steps.
  public var learningRate: Double
  /// L2 penalty (`AdamW`: decay) per step; may be changed between steps.
  public var weightDecay: Double
  let list: HandleList

  /// Creates a group.
  public init(
    _ parameters: [(name: String, parameter: Parameter)],
    learningRate: Double,
    weightDecay: Double = 0
  ) {
    self.parameters = parameters
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    list = HandleList(parameters.map(\.parameter.tensor))
  }
}

/// Changes parameters by their gradients.
///
/// Use `Adam`, `AdamW`, `SGD` or `RMSprop`.
///
/// A parameter without gradient is left alone, and its state with it. A step is one call of the
/// engine for each group.
open class Optimizer {
  /// The groups.
  ///
  /// Learning rates and weight decays may be changed; other changes have no effect.
  public final var groups: [ParameterGroup] {
    get { members }
    set {
      for (index, group) in newValue.enumerated() where members.indices.contains(index) {
        members[index].learningRate = group.learningRate
        members[index].weightDecay = group.weightDecay
      }
    }
  }
  final var members: [ParameterGroup]
  /// State tensors of each group by slot name ("exp_avg"), in the order of its parameters.
  final var slots: [[(name: String, list: HandleList)]] = []

  /// Creates an optimizer whose state consists of `slotNames`, zeros at first.
  init(
    _ groups: [ParameterGroup],
    slots slotNames: [String],
    scalarSlots: [String] = []
  ) throws(TensorError) {
    members = groups
    var names: Set<String> = []
    for (name, _) in groups.flatMap(\.parameters) where !names.insert(name).inserted {
      throw TensorError(.invalidArgument, "optimizer", cause: "'\(name)' is given twice")
    }
    for group in groups {
      var own: [(name: String, list: HandleList)] = []
      for slot in slotNames {
        var tensors: [Tensor] = []
        for (_, parameter) in group.parameters {
          tensors.append(try parameter.tensor.detach().zerosLike())
        }
        own.append((slot, HandleList(tensors)))
      }
      for slot in scalarSlots {
        var tensors: [Tensor] = []
        for (_, parameter) in group.parameters {
          tensors.append(try .zeros([], device: parameter.tensor.device))
        }
        own.append((slot, HandleList(tensors)))
      }
      slots.append(own)
    }
  }

  /// Changes the parameters by one step, by the gradients that they have.
  open func step() throws(TensorError) {
    throw TensorError(.other, "step", cause: "\(type(of: self)) has no step")
  }

  /// The first group's learning rate; setting it sets every group's.
  public final var learningRate: Double {
    get { members.first?.learningRate ?? 0 }
    set { for index in members.indices { members[index].learningRate = newValue } }
  }

  /// Removes the gradients of all parameters.
  public final func zeroGradients() throws(TensorError) {
    for group in members {
      try perform("zero_gradients", []) { failure in
        group.list.with { st_clear_gradients($0, group.list.count, failure) }
      }
    }
  }

  /// The state by name, "exp_avg.main.0.weight"; shares memory.
  ///
  /// Learning rates aren't part of it.
  public final func state() -> StateDictionary {
    var result = StateDictionary()
    for (name, tensor) in stateTensors() { result[name] = tensor }
    return result
  }

  /// Continues from a state that `state` gave; steps then repeat bit for bit.
  ///
  /// - Throws: `TensorError` listing all missing, unexpected and differently shaped names; nothing
  ///   was changed then.
  public final func load(_ state: StateDictionary) throws(TensorError) {
    try SaddleTorch.load(state, into: stateTensors(), strict: true, "\(type(of: self))")
  }

  private final func stateTensors() -> [(String, Tensor)] {
    var result: [(String, Tensor)] = []
    for (group, slots) in zip(members, slots) {
      for (slot, list) in slots {
        for ((name, _), tensor) in zip(group.parameters, list.tensors) {
          result.append(("\(slot).\(name)", tensor))
        }
      }
    }
    return result
  }

  /// The pointers of a slot, or nil where this optimizer was made without it.
  final func slot(_ name: String, of group: Int) -> HandleList? {
    slots[group].first { $0.name == name }?.list
  }
}
