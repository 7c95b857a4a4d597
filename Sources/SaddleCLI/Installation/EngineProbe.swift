// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Asks `saddle-engine`, in a process of its own, what it finds.
struct EngineProbe: Sendable {
  let installation: Installation

  /// Returns the engine's checks, or the reason why it can't say anything.
  func checks() -> [Check] {
    guard let engine = installation.engine else {
      return [
        .failure(
          "engine",
          "no saddle-engine at " + installation.engineCandidates.joined(separator: " or "),
          remedy: "run `make build` in the checkout; diagnosis works without it"
        )
      ]
    }
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: engine)
    process.arguments = ["doctor", "--engine", "--json"]
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      return [broken(engine, "can't be started", "check that it is a program for this machine")]
    }
    // The engine says little: both pipes hold it, so reading one after the other can't block.
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let message = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if let checks = try? JSONDecoder().decode([Check].self, from: data) { return checks }
    let text = String(decoding: message, as: UTF8.self)
    let reason = text.split(separator: "\n").first.map(String.init) ?? "said nothing"
    let remedy =
      text.contains("shared librar")
      ? "its libraries have gone; run `make engine` in the checkout, or `make install` again"
      : "run `make build` again"
    return [broken(engine, reason, remedy)]
  }

  private func broken(_ engine: String, _ reason: String, _ remedy: String) -> Check {
    .failure("engine", "\(engine): \(reason)", remedy: remedy)
  }
}
