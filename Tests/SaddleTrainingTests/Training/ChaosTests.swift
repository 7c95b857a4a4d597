// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A subset of `make chaos` for every run: real processes, killed with SIGKILL and resumed.
@Suite struct ChaosTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the built products: the test bundle's.
  private static var products: URL {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let path = bundle?.bundlePath ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: path).deletingLastPathComponent()
  }

  private func chaos(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let program = Self.products.appendingPathComponent("saddle-engine").path
    try #require(FileManager.default.isExecutableFile(atPath: program), "\(program)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["python3", Self.root.path + "/Scripts/chaos/chaos.py", "--program", program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test func tenKilledRunsEndInTheBytesOfAnUndisturbedOne() throws {
    let (status, output) = try chaos(["--only", "T1,T2", "--kills", "7", "--chains", "3"])
    #expect(status == 0, "\(output)")
    #expect(output.contains("T1: "))
    #expect(output.contains("T2: "))
  }

  @Test func signalsSaveAndSayHowToGoOn() throws {
    let (status, output) = try chaos(["--only", "T10", "--signals", "1"])
    #expect(status == 0, "\(output)")
  }
}
