// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a program did.
struct Outcome: Sendable {
  let status: Int32
  let output: String
  let errors: String
}

/// The programs that were built with the tests.
enum Programs {
  /// The folder of the running test bundle, where SwiftPM puts every product.
  static var folder: URL {
    let path = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// Runs a program to its end.
  static func run(
    _ program: URL,
    _ arguments: [String],
    in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let message = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: message, as: UTF8.self)
    )
  }

  /// Runs the built `saddle`.
  static func saddle(
    _ arguments: String...,
    in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(
      Self.folder.appendingPathComponent("saddle"),
      arguments,
      in: folder,
      environment: environment
    )
  }
}

/// A folder that lives as long as a test.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("saddle-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func write(_ text: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: file)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}
