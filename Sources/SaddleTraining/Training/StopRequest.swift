// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

// What a signal handler may touch: two atomics, initialized before the handlers are installed.
private let stopSignal = Atomic<Int32>(0)
private let saveRequested = Atomic<Bool>(false)

/// Turns SIGINT, SIGTERM, SIGHUP and SIGUSR1 into a request that the trainer reads between steps and
/// in evaluations; a SIGHUP that was ignored (`nohup`) stays so.
///
/// SIGUSR1 asks for a checkpoint only. A second SIGINT ends the process at once: whatever was
/// being saved stays incomplete under a hidden name, and the last checkpoint is untouched.
public struct StopRequest: Sendable {
  /// Starts to listen; the process's default actions for these signals are off from then on.
  public init() { self.init(listens: true) }

  /// Creates a request, of signals or of nobody.
  init(listens: Bool) {
    guard listens else { return }
    stopSignal.store(0, ordering: .relaxed)
    saveRequested.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let old = Foundation.signal(number) { number in
        if number == SIGINT && stopSignal.load(ordering: .relaxed) == SIGINT { _exit(130) }
        stopSignal.store(number, ordering: .relaxed)
      }
      // `nohup` has asked that the run outlives its terminal.
      if number == SIGHUP, Self.isIgnored(old) { Foundation.signal(number, SIG_IGN) }
    }
    Foundation.signal(SIGUSR1) { _ in saveRequested.store(true, ordering: .relaxed) }
    // Whoever started this process may have had them blocked, and it has inherited that.
    var awaited = sigset_t()
    sigemptyset(&awaited)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] { sigaddset(&awaited, number) }
    pthread_sigmask(SIG_UNBLOCK, &awaited, nil)
  }

  /// Whether a signal's action was to ignore it; functions can be compared by their place only.
  private static func isIgnored(_ action: __sighandler_t?) -> Bool {
    unsafeBitCast(action, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// The signal that asked to stop, or 0.
  public var signal: Int32 { stopSignal.load(ordering: .relaxed) }

  /// Throws `CancellationError` once a signal has asked to stop.
  func check() throws(CancellationError) {
    if signal != 0 { throw CancellationError() }
  }

  /// Returns whether a checkpoint was asked for since the last call.
  func takeSaveRequest() -> Bool { saveRequested.exchange(false, ordering: .relaxed) }

  /// The name of a signal, as a message shows it.
  static func name(of signal: Int32) -> String {
    switch signal {
    case SIGINT: "interrupted (SIGINT)"
    case SIGTERM: "asked to end (SIGTERM)"
    case SIGHUP: "the terminal was closed (SIGHUP)"
    default: "signal \(signal)"
    }
  }
}
