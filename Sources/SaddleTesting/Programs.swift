// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What a program did.
public struct Outcome: Sendable {
  /// The exit status, or the number of the signal that ended it.
  public let status: Int32
  /// Standard output.
  public let output: String
  /// Standard error.
  public let errors: String
}

/// The programs that were built with the tests.
public enum Programs {
  /// The folder of the running test bundle, where SwiftPM puts every product.
  public static var folder: URL {
    let path = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// Runs a program to its end; what it prints must fit a pipe on the side of the errors.
  ///
  /// - Parameters:
  ///   - program: The executable.
  ///   - arguments: Its arguments.
  ///   - folder: Its working directory; nil is this process's.
  ///   - environment: Variables on top of this process's.
  /// - Returns: What it printed and how it ended.
  public static func run(
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

  /// Runs a line of `sh` in a folder; `$SADDLE` is the built program.
  ///
  /// - Parameters:
  ///   - command: The line.
  ///   - folder: Its working directory.
  ///   - program: The built program that is meant.
  public static func shell(
    _ command: String,
    in folder: TemporaryFolder,
    program: String = "saddle"
  ) throws -> Outcome {
    try run(
      URL(fileURLWithPath: "/bin/sh"),
      ["-c", command],
      in: folder.url,
      environment: [
        "SADDLE": Self.folder.appendingPathComponent(program).path,
        "SWIFT_BACKTRACE": "enable=no",
      ]
    )
  }

  /// Runs the built `saddle`.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - folder: Its working directory; nil is this process's.
  ///   - environment: Variables on top of this process's.
  /// - Returns: What it printed and how it ended.
  public static func saddle(
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
