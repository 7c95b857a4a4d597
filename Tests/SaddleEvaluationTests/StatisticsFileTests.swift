// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleEvaluation

@Suite struct StatisticsFileTests {
  private let folder = TemporaryFolder.root.appending(path: "\(UUID())")

  private func write(_ data: Data) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "\(UUID()).npz").path
    try data.write(to: URL(filePath: path))
    return path
  }

  private func file() throws -> StatisticsFile {
    let statistics = try GaussianStatistics(Golden.gaussian(50, 6, seed: 1))
    let identity = ExtractorIdentity(name: "x", hash: "h", resize: "none", featureSize: 6)
    return StatisticsFile(statistics, name: "photos/ä", hash: "abc", extractor: identity)
  }

  @Test func comesBackAsItWas() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let written = try file()
    let read = try StatisticsFile(path: write(written.encoded()))
    #expect(read.name == "photos/ä" && read.hash == "abc" && read.count == 50)
    #expect(read.extractor == written.extractor)
    #expect(try read.statistics.frechetDistance(to: written.statistics) < 1e-9)
  }

  /// Deflated, with numpy's zip64 fields and column order, and what Saddle writes read by numpy.
  @Test func readsWhatNumpyWrites() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let python = ProcessInfo.processInfo.environment["SADDLE_PYTHON"] ?? "python3"
    let path = folder.appending(path: "numpy.npz").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = """
      import numpy as n, sys
      n.savez_compressed(sys.argv[1], mu=n.array([1., 2]), sigma=n.asfortranarray([[2., 1], [1, 3]]))
      """
    guard try run(python, ["-c", script, path]) else {
      print("skipped: no Python with numpy (SADDLE_PYTHON)")
      return
    }
    let read = try StatisticsFile(path: path)
    #expect(read.extractor == nil && read.count == nil)
    #expect(try read.statistics.mean.array(of: Double.self) == [1, 2])
    #expect(try read.statistics.covariance().array(of: Double.self) == [2, 1, 1, 3])
    let back = try write(file().encoded())
    let check =
      "import numpy as n, sys; f = n.load(sys.argv[1]); assert f['mu'].shape == (6,); "
      + "assert f['sigma'].shape == (6, 6); assert str(f['name']) == 'photos/ä'"
    #expect(try run(python, ["-c", check, back]))
  }

  /// The first index runs fastest in such a file, whatever its rank.
  @Test func columnMajorArraysOfThreeSizesAreTurned() throws {
    let plain = NumpyArray(shape: [2, 1, 3], values: [0, 10, 1, 11, 2, 12]).bytes
    let place = try #require(plain.indices.first { plain[$0...].starts(with: Array("False".utf8)) })
    var turned = plain
    turned.replaceSubrange(place..<place + 5, with: Array("True ".utf8))
    let tensor = try NumpyArray(turned).tensor()
    #expect(try tensor.shape == [2, 1, 3])
    #expect(try tensor.array(of: Double.self) == [0, 1, 2, 10, 11, 12])
  }

  private func run(_ program: String, _ arguments: [String]) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Whatever is cut off or flipped gives an error that names the file, never a crash.
  @Test func damageIsNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = [UInt8](try file().encoded())
    for length in stride(from: 0, to: bytes.count, by: 37) {
      let path = try write(Data(bytes.prefix(length)))
      let error = #expect(throws: EvaluationError.self) { try StatisticsFile(path: path) }
      #expect(error?.message.hasPrefix(path) == true)
    }
    for position in stride(from: 0, to: bytes.count, by: 53) {
      var flipped = bytes
      flipped[position] ^= 0x55
      _ = try? StatisticsFile(path: write(Data(flipped)))
    }
  }

  /// The header as numpy 2 writes it, padded to 64 bytes, then the numbers.
  @Test func bytesAndFloatsAreArraysOfTheirType() throws {
    let bytes = NumpyArray(shape: [2, 1], bytes: [7, 255])
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1,), }"
    #expect(bytes.file.count % 64 == 2 && bytes.file.suffix(2) == Data([7, 255]))
    #expect(String(decoding: bytes.file.dropFirst(10), as: UTF8.self).hasPrefix(header))
    let read = try NumpyArray([UInt8](bytes.file)).tensor()
    #expect(try read.shape == [2, 1] && read.array(of: UInt8.self) == [7, 255])
    let floats = try NumpyArray([UInt8](NumpyArray(shape: [1, 2], floats: [0.5, -2]).file))
    #expect(try floats.tensor().shape == [1, 2])
    #expect(try floats.tensor().array(of: Float.self) == [0.5, -2])
  }

  /// 500 members of one kilobyte of packed bytes, and one that claims what deflate can't pack.
  @Test func aSmallArchiveCannotHoldAnyAmount() throws {
    let one = ZipArchive.write([("a.npy", [UInt8](repeating: 0, count: 1000))])
    let directory = try #require(one.indices.first { one[$0...].starts(with: [80, 75, 1, 2]) })
    let end = try #require(one.indices.first { one[$0...].starts(with: [80, 75, 5, 6]) })
    var bomb = Array(one[..<directory])
    for _ in 0..<500 { bomb += one[directory..<end] }
    bomb += one[end...]
    bomb.replaceSubrange(bomb.count - 12..<bomb.count - 10, with: [0xF4, 0x01])
    #expect(throws: Never.self) { try ZipArchive.read(bomb, maximumBytes: 500_000) }
    let error = #expect(throws: EvaluationError.self) {
      try ZipArchive.read(bomb, maximumBytes: 499_999)
    }
    #expect(error?.message.contains("more than 499999 bytes") == true)

    var claim = one
    // The size that the directory names: half a gigabyte from a kilobyte.
    claim.replaceSubrange(directory + 24..<directory + 28, with: [0, 0, 0, 0x20])
    let refusal = #expect(throws: EvaluationError.self) { try ZipArchive.read(claim) }
    #expect(refusal?.message.contains("would unpack to 536870912 bytes") == true)
  }

  @Test func otherArchivesAreNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let array = NumpyArray(shape: [2], values: [1, 2])
    let path = try write(Data(ZipArchive.write([("other.npy", array.bytes)])))
    let error = #expect(throws: EvaluationError.self) { try StatisticsFile(path: path) }
    #expect(error?.message.contains("no 'mu'") == true)
  }
}
