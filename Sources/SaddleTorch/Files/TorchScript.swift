// SPDX-License-Identifier: Apache-2.0
import CTorch
import Foundation

/// A network saved with `torch.jit.save`, for inference.
///
/// - Warning: Loading such a file runs code that is in it. Load only files that you trust, such as
///   one whose hash you know.
///
/// ```swift
/// import SaddleTorch
///
/// let network = try TorchScript(trusting: "generator.pt")
/// print(try network.forward(Random(seed: 1).normal([1, 100])).shape)
/// ```
public final class TorchScript {
  private let pointer: OpaquePointer

  /// Loads a file.
  ///
  /// - Throws: `TensorError` with the path, of kind `.invalidArgument` where the file isn't there.
  public init(trusting path: String, device: Device = .cpu) throws(TensorError) {
    var out: OpaquePointer?
    guard (try? FileHandle(regularFileAt: URL(filePath: path))) != nil else {
      let cause = "\(path): there is no such file, or it is a pipe or a device"
      throw TensorError(.invalidArgument, "torchscript", cause: cause)
    }
    do {
      try perform("torchscript", []) { failure in
        st_script_load(path, device.kind, device.index, &out, failure)
      }
    } catch {
      throw TensorError(error.kind, error.operation, cause: "\(path): \(error.cause)")
    }
    guard let out else { throw TensorError(.other, "torchscript", cause: "no result") }
    pointer = out
  }

  deinit {
    st_script_free(pointer)
  }

  /// Returns what the network's `forward` gives, without recording gradients.
  ///
  /// - Parameters:
  ///   - inputs: The arguments that come first, in order.
  ///   - flag: The name of an argument that is set to true; nil leaves the rest at their defaults.
  /// - Throws: `TensorError` of kind `.invalidArgument` where the result isn't one tensor.
  public func forward(_ inputs: Tensor..., flag: String? = nil) throws(TensorError) -> Tensor {
    let list = HandleList(inputs)
    return try noGrad { () throws(TensorError) in
      try call("torchscript", inputs) { out, failure in
        list.with { st_script_forward(pointer, $0, list.count, flag, out, failure) }
      }
    }
  }

  /// Returns whether the network's `forward` has an argument of that name.
  public func hasArgument(_ name: String) throws(TensorError) -> Bool {
    var result = false
    try perform("torchscript", []) { failure in
      st_script_has_argument(pointer, name, &result, failure)
    }
    return result
  }
}
