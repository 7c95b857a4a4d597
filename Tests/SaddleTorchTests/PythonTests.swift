// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTesting
import SaddleTorch
import Testing

/// Exchanges files with the reference implementation, where a Python has it.
///
/// `SADDLE_PYTHON` names the interpreter, else `python3` is tried.
@Suite struct PythonTests {
  /// Output of a script, nil where `modules` aren't there.
  private func run(_ script: String, _ arguments: [String], needs modules: String) throws -> String?
  {
    let python = ProcessInfo.processInfo.environment["SADDLE_PYTHON"] ?? "python3"
    let probe = try launch(python, ["-c", "import \(modules)"])
    guard probe.status == 0 else {
      print("PythonTests: skipped, \(python) lacks \(modules)")
      return nil
    }
    let result = try launch(python, ["-c", script] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  private func launch(
    _ program: String,
    _ arguments: [String]
  ) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: text, as: UTF8.self),
      String(decoding: complaint, as: UTF8.self)
    )
  }

  private func temporaryFile() -> URL {
    TemporaryFolder.root
      .appendingPathComponent("saddle-\(UUID().uuidString).safetensors")
  }

  @Test func safetensorsReadsOurs() throws {
    var state = StateDictionary()
    state["bytes"] = try Tensor([UInt8(1), 2, 255])
    state["main.0.weight"] = try Tensor([1.0, -2, 3.5, 0], shape: [2, 2])
    state["größe\""] = try Tensor([Float(0.5)], shape: [])
    state["flag"] = try Tensor([true, false])
    state["empty"] = try Tensor.zeros([0, 3])
    let url = temporaryFile()
    defer { try? FileManager.default.removeItem(at: url) }
    try SafeTensors.encode(state, metadata: ["a": "\"b\n"]).write(to: url)
    let script = """
      import sys, safetensors
      with safetensors.safe_open(sys.argv[1], "numpy") as f:
          assert f.metadata() == {"a": "\\"b\\n"}, f.metadata()
          for name in sorted(f.keys()):
              t = f.get_tensor(name)
              print(name, t.dtype, list(t.shape), t.flatten().tolist())
      """
    guard let text = try run(script, [url.path], needs: "numpy, safetensors") else { return }
    #expect(
      text == """
        bytes uint8 [3] [1, 2, 255]
        empty float32 [0, 3] []
        flag bool [2] [True, False]
        größe" float32 [] [0.5]
        main.0.weight float64 [2, 2] [1.0, -2.0, 3.5, 0.0]

        """
    )
  }

  @Test func weReadSafetensors() throws {
    let url = temporaryFile()
    defer { try? FileManager.default.removeItem(at: url) }
    let script = """
      import sys, numpy, safetensors.numpy
      safetensors.numpy.save_file(
          {"b": numpy.arange(6, dtype=numpy.float32).reshape(2, 3),
           "a\\u00e9": numpy.array([-1, 2**40]), "h": numpy.array([1.5], dtype=numpy.float16),
           "flag": numpy.array([True, False]), "none": numpy.zeros((0,))},
          sys.argv[1], {"format": "np"})
      """
    guard try run(script, [url.path], needs: "numpy, safetensors") != nil else { return }
    let contents = try SafeTensors.read(url)
    #expect(contents.metadata == ["format": "np"])
    #expect(Set(contents.tensors.names) == ["b", "aé", "h", "flag", "none"])
    try expect(try #require(contents.tensors["b"]), is: [0, 1, 2, 3, 4, 5], shape: [2, 3])
    #expect(try contents.tensors["aé"]?.array(of: Int.self) == [-1, 1 << 40])
    try expect(try #require(contents.tensors["h"]), is: [1.5])
    #expect(try contents.tensors["flag"]?.dtype == .bool)
  }

  @Test func pytorchLoadsOurStateDictionaryAndAgrees() throws {
    let random = try Random(seed: 0)
    let module = try Sequential([
      Conv2d(3, 4, kernel: 3, stride: 2, padding: 1, using: random)
        .spectrallyNormalized(using: random),
      BatchNorm2d(4), LeakyReLU(slope: 0.2),
      ConvTranspose2d(4, 2, kernel: 4, stride: 2, padding: 1, using: random),
    ])
    let images = try Tensor.linspace(from: -1, to: 1, count: 3 * 64).reshaped(1, 3, 8, 8)
    for _ in 0..<3 { _ = try module.forward(images, mode: .training) }
    let output = try module.forward(images, mode: .inference)
    var state = try module.stateDictionary()
    state["output"] = try output.detach()
    let url = temporaryFile()
    defer { try? FileManager.default.removeItem(at: url) }
    try SafeTensors.encode(state).write(to: url)
    let script = """
      import sys, torch
      from torch import nn
      from safetensors.torch import load_file
      state = load_file(sys.argv[1])
      output = state.pop("output")
      m = nn.Sequential(nn.utils.spectral_norm(nn.Conv2d(3, 4, 3, 2, 1)), nn.BatchNorm2d(4),
                        nn.LeakyReLU(0.2), nn.ConvTranspose2d(4, 2, 4, 2, 1))
      m.load_state_dict(state, strict=True)
      m.eval()
      x = torch.linspace(-1, 1, 192).reshape(1, 3, 8, 8)
      print(float((m(x) - output).abs().max()) < 1e-5)
      """
    guard let text = try run(script, [url.path], needs: "torch, safetensors") else { return }
    #expect(text == "True\n")
  }
}
