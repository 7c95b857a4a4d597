// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleEvaluation

/// Against other programs, in the Python of SADDLE_PYTHON; what isn't installed there is skipped with
/// a message.
@Suite struct ProgramComparisonTests {
  private static let python = ProcessInfo.processInfo.environment["SADDLE_PYTHON"]

  private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [Self.python ?? "python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// FID, KID, IS, precision, recall, density and coverage on random features.
  @Test func metricsAgreeWithOtherPrograms() throws {
    let engine = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "saddle-engine")
    let candidates = [engine, ExtractorTests.root.appending(path: ".build/debug/saddle-engine")]
    let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    guard let found, Self.python != nil else {
      print("skipped: needs saddle-engine and SADDLE_PYTHON, which make test sets")
      return
    }
    let script = ExtractorTests.root.appending(path: "Scripts/check-metrics.py").path
    let result = try run([script, "--engine", found.path])
    #expect(result.status == 0, "\(result.output)")
    for line in result.output.split(separator: "\n") where !line.hasPrefix("ok") { print(line) }
  }

  /// Each resize convention against Pillow, or the formula where Pillow has none, to 1e-3 of 255.
  @Test func resizesAgreeWithPillow() throws {
    let file = TemporaryFolder.root.appending(path: "\(UUID()).npz").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let script = ExtractorTests.root.appending(path: "Scripts/check-resizes.py").path
    let made = try run([script, file])
    guard made.status != 3, Self.python != nil else {
      print("skipped: \(made.output.split(separator: "\n").last ?? "")")
      return
    }
    try #require(made.status == 0, "\(made.output)")
    let arrays = try ZipArchive.read([UInt8](Data(contentsOf: URL(filePath: file))))
    let array = { (name: String) throws in
      try NumpyArray(#require(arrays["\(name).npy"])).tensor().to(.float32).unsqueezed(0)
    }
    for name in ["down", "far", "up"] {
      let images = try array("\(name)-images")
      for convention in ResizeConvention.allCases {
        let theirs = try array("\(name)-\(convention.rawValue)")
        let side = try theirs.shape[2]
        let ours = try convention.resized(images, height: side, width: side)
        #expect(try (ours - theirs).abs().max().item() < 0.255, "\(name) \(convention)")
      }
    }
  }

  /// Random weights in pytorch-fid's class and in ours, as safetensors, as the .pth file converted and
  /// as TorchScript with NVIDIA's arguments: 2048 features to 1e-4; and each resize convention against
  /// its program's to 1e-3 of 255.
  @Test func inceptionAndItsResizesAgreeWithTheirPrograms() throws {
    let folder = TemporaryFolder.root.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = ExtractorTests.root.appending(path: "Scripts/check-inception.py").path
    let made = try run([script, folder.path])
    guard made.status != 3, Self.python != nil else {
      print("skipped: \(made.output.split(separator: "\n").last ?? "")")
      return
    }
    try #require(made.status == 0, "\(made.output)")
    let expected = try SafeTensors.read(folder.appending(path: "expected.safetensors")).tensors
    let batch = try ImageBatch(pixels: #require(expected["images"]))
    for convention in ResizeConvention.allCases {
      let ours = try convention.resized(batch.pixels, height: 299, width: 299)
      let theirs = try #require(expected[convention.rawValue])
      #expect(try (ours - theirs).abs().max().item() < 0.255, "\(convention)")
    }
    let theirs = try #require(expected["features"])
    #expect(try theirs.abs().max().item() > 0.1)
    let converted = folder.appending(path: "converted.safetensors").path
    let convert = ExtractorTests.root.appending(path: "Scripts/convert_weights.py").path
    let pickled = folder.appending(path: "inception.pth").path
    #expect(throws: EvaluationError.self) { try InceptionFile.extractor(trusting: pickled) }
    #expect(try run([convert, pickled, converted]).status == 0)
    let files: [(String, ResizeConvention?)] = [
      (folder.appending(path: "inception.safetensors").path, .legacy), (converted, .legacy),
      (folder.appending(path: "inception.pt").path, nil),
    ]
    for (file, resize) in files {
      let network = try InceptionFile.extractor(trusting: file, resize: resize)
      let features = try network.extract(batch).features
      #expect(try features.shape == theirs.shape)
      #expect(try (features - theirs).abs().max().item() < 1e-4, "\(file)")
    }
  }
}
