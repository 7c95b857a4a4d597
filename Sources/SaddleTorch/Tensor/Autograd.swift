// SPDX-License-Identifier: Apache-2.0
import CTorch

/// Runs `body` without recording history for gradients.
///
/// The setting belongs to the thread, so `body` is synchronous; it is restored on every way out.
public func noGrad<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let previous = st_set_grad_enabled(false)
  defer { _ = st_set_grad_enabled(previous) }
  return try body()
}

/// Returns the gradients of `outputs` by `inputs`.
///
/// - Parameters:
///   - outputs: What is differentiated: scalars, or any shape with `gradients` given.
///   - inputs: By what; each must take part in the computation of `outputs`.
///   - gradients: Weights of the outputs' elements, of the outputs' shapes; nil for scalars.
///   - createGraph: Whether the results can be differentiated again (penalties need it).
///   - retainGraph: Whether the graph can be used again; nil means as `createGraph`.
/// - Returns: One gradient an input, of its shape.
public func grad(
  _ outputs: [Tensor],
  _ inputs: [Tensor],
  gradients: [Tensor]? = nil,
  createGraph: Bool = false,
  retainGraph: Bool? = nil
) throws(TensorError) -> [Tensor] {
  if let gradients, gradients.count != outputs.count {
    throw TensorError(
      .invalidArgument,
      "grad",
      cause: "\(gradients.count) gradients for \(outputs.count) outputs"
    )
  }
  let outputList = HandleList(outputs)
  let inputList = HandleList(inputs)
  let seeds = gradients.map { HandleList($0) }
  var results = [OpaquePointer?](repeating: nil, count: inputs.count)
  try perform("grad", outputs + inputs) { failure in
    outputList.with { outputs in
      inputList.with { inputs in
        let run = { (seeds: UnsafePointer<OpaquePointer?>?) in
          st_grad(
            outputs,
            outputList.count,
            seeds,
            inputs,
            inputList.count,
            retainGraph ?? createGraph,
            createGraph,
            false,
            &results,
            failure
          )
        }
        return seeds?.with(run) ?? run(nil)
      }
    }
  }
  let tensors = results.compactMap { pointer in pointer.map { Tensor(owning: $0) } }
  guard tensors.count == inputs.count else {
    throw TensorError(.other, "grad", cause: "an input has no gradient")
  }
  return tensors
}

extension Tensor {
  /// Adds this scalar's gradients to those of the parameters it was computed from.
  ///
  /// - Parameters:
  ///   - retainGraph: Whether the graph can be used again.
  ///   - createGraph: Whether the gradients can be differentiated again; keeps the graph, too.
  /// - Throws: `TensorError` where this is no scalar, or nothing in its graph requires a gradient.
  public func backward(
    retainGraph: Bool = false,
    createGraph: Bool = false
  ) throws(TensorError) {
    var handle: OpaquePointer? = pointer
    try perform("backward", [self]) { failure in
      st_backward(&handle, 1, nil, retainGraph || createGraph, createGraph, failure)
    }
  }

  /// Whether gradients flow to or through it.
  public var requiresGrad: Bool {
    get throws(TensorError) {
      var result = false
      try perform("requires_grad", [self]) { failure in
        st_get_requires_grad(pointer, &result, failure)
      }
      return result
    }
  }

  /// Returns the same elements as the start of a new graph, whose gradient can be asked for.
  public func requiringGrad() throws(TensorError) -> Tensor {
    let leaf = try detach()
    try leaf.setRequiresGrad(true)
    return leaf
  }

  /// The gradient that `backward` left; nil before.
  public var gradient: Tensor? {
    get throws(TensorError) {
      var out: OpaquePointer?
      try perform("gradient", [self]) { failure in st_get_gradient(pointer, &out, failure) }
      return out.map { Tensor(owning: $0) }
    }
  }

  func setRequiresGrad(_ on: Bool) throws(TensorError) {
    var handle: OpaquePointer? = pointer
    try perform("requires_grad", [self]) { failure in
      st_set_requires_grad(&handle, 1, on, failure)
    }
  }
}

// In place: for parameters, buffers and optimizers only.
extension Tensor {
  /// Writes another tensor's values into this one, without history; for weights that are put back.
  public func overwrite(_ source: Tensor) throws(TensorError) { try assign(source) }

  func assign(_ source: Tensor) throws(TensorError) {
    try perform("assign", [self, source]) { failure in
      st_assign(pointer, source.pointer, failure)
    }
  }

  func fill(_ value: Double) throws(TensorError) {
    try perform("fill", [self]) { failure in st_fill(pointer, value, failure) }
  }

  func setData(_ source: Tensor) throws(TensorError) {
    try perform("set_data", [self, source]) { failure in
      st_set_data(pointer, source.pointer, failure)
    }
  }
}
