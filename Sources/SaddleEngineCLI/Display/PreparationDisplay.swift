// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleCLI
import SaddleTerminal
import SaddleTraining

/// The progress of preparing or reading a set on standard error; may be told from any thread.
final class PreparationDisplay: Sendable {
  private let state: State

  init(_ name: String) {
    state = State(name)
  }

  func show(_ progress: DataSetPreparer.Progress) { state.show(progress) }

  func end() { state.end() }

  // `line` is used with `lock` locked, which makes sharing safe.
  private final class State: @unchecked Sendable {
    private let lock = NSLock()
    private let name: String
    private var line = ProgressLine()

    init(_ name: String) { self.name = name }

    func show(_ progress: DataSetPreparer.Progress) {
      lock.withLock {
        switch progress {
        case .stage(let text): line.show(force: true) { "\(name): \(text)" }
        case .pictures(let verb, let done, let total):
          line.show { "\(name): \(verb) \(done) of \(total)" }
        }
      }
    }

    func end() { lock.withLock { line.end() } }
  }
}

/// Runs a clean-up and ends the process with status 130 when it is interrupted.
final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// Starts to listen to SIGINT and SIGTERM.
  init(cleanUp: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        cleanUp()
        StandardError.print("\nstopped; nothing was left behind")
        exit(128 + number)
      }
      source.resume()
      return source
    }
  }

  /// Gives the signals back their usual meaning.
  func end() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
