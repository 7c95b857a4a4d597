// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns

/// Where this program and its engine stand.
struct Installation: Sendable, Equatable {
  /// The program's real path, symbolic links followed.
  let program: String

  /// The running program's installation.
  static func current() -> Installation {
    #if os(Linux)
      let path = realPath("/proc/self/exe")
    #else
      let path = realPath(Bundle.main.executablePath ?? CommandLine.arguments.first ?? "saddle")
    #endif
    return Installation(program: path ?? CommandLine.arguments.first ?? "saddle")
  }

  /// The folder of the program.
  var folder: String { FilePath.folder(of: program) }

  /// Where `saddle-engine` may stand, best first.
  var engineCandidates: [String] {
    [folder + "/saddle-engine", Self.parent(folder) + "/libexec/saddle/saddle-engine"]
  }

  /// The path of `saddle-engine`, or nil where it isn't installed.
  var engine: String? {
    engineCandidates.first { access($0, X_OK) == 0 }
  }

  /// What to say where the engine isn't there.
  func missingEngine(for command: String) -> String {
    "saddle \(command) needs the tensor engine, and there is no saddle-engine beside \(program); "
      + "run `make build` in the checkout, or `make install PREFIX=...` from there"
  }

  /// Replaces this process by `saddle-engine`; returns only by throwing.
  func becomeEngine(_ arguments: [String]) throws {
    guard let engine else {
      throw Failure(missingEngine(for: arguments.first ?? ""))
    }
    var pointers = (["saddle"] + arguments).map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    EngineThreads.setWaiting()
    // Nothing may be left in our buffers when another program takes over.
    fflush(nil)
    execv(engine, pointers)
    throw Failure("\(engine) can't be started: \(String(cString: strerror(errno)))")
  }

  private static func realPath(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  private static func parent(_ path: String) -> String {
    FilePath.folder(of: path)
  }
}
