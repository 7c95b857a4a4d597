// SPDX-License-Identifier: Apache-2.0
import Foundation
import SaddleTesting
import SaddleTorch
import Testing

@Suite struct TorchScriptTests {
  private func file(_ text: String) throws -> URL {
    let data = try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters))
    let url = TemporaryFolder.root
      .appendingPathComponent("saddle-\(UUID().uuidString).pt")
    try data.write(to: url)
    return url
  }

  @Test func runsASavedNetwork() throws {
    let url = try file(Fixtures.affine)
    defer { try? FileManager.default.removeItem(at: url) }
    let script = try TorchScript(trusting: url.path)
    let input = try Tensor([Float(1), 2, 3, 4], shape: [2, 2])
    try expect(try script.forward(input), is: [0, 2], shape: [2])
    try expect(try script.forward(input, Tensor([Float(10), 20])), is: [10, 22])
    #expect(try script.forward(input.requiringGrad()).requiresGrad == false)
    #expect(throws: TensorError.self) { try script.forward(.ones([2, 3])) }
    #expect(throws: TensorError.self) { try script.forward() }
  }

  @Test func refusesWhatIsNotATensor() throws {
    let url = try file(Fixtures.pair)
    defer { try? FileManager.default.removeItem(at: url) }
    let script = try TorchScript(trusting: url.path)
    let error = #expect(throws: TensorError.self) { try script.forward(Tensor(1.0)) }
    #expect(error?.cause == "forward gave Tuple, not a tensor")
  }

  @Test func missingAndDamagedFilesAreErrors() throws {
    let missing = #expect(throws: TensorError.self) { try TorchScript(trusting: "/nowhere.pt") }
    #expect(missing?.cause.hasPrefix("/nowhere.pt: ") == true)
    let url = try file(Fixtures.affine)
    defer { try? FileManager.default.removeItem(at: url) }
    let whole = try Data(contentsOf: url)
    for count in [0, 1, 100, whole.count / 2, whole.count - 1] {
      try whole.prefix(count).write(to: url)
      #expect(throws: TensorError.self, "\(count) bytes") { try TorchScript(trusting: url.path) }
    }
  }
}
