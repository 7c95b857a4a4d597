// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How the engine's threads wait for each other.
///
/// LibTorch's threads are those of GNU's OpenMP, which spin while they wait: on a machine that
/// computes something else, too, a thread that spins takes the processor from the one that it waits
/// for. OpenMP reads its settings when the library is loaded, so they are set by whoever starts the
/// engine; what the user has set stays.
///
/// - Source: GNU libgomp manual, OMP_WAIT_POLICY and GOMP_SPINCOUNT.
package enum EngineThreads {
  /// The variable that says how long a thread spins, in turns of a loop.
  static let variable = "GOMP_SPINCOUNT"
  /// Turns: some tens of microseconds, which covers the gap between two operations of a step.
  static let turns = 10_000

  /// Sets the waiting for the programs that this process becomes or starts.
  package static func setWaiting() {
    let isChosen = ["OMP_WAIT_POLICY", variable].contains { getenv($0) != nil }
    if !isChosen { setenv(variable, "\(turns)", 0) }
  }
}
