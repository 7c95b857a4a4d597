// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How the engine's threads wait for each other.
///
/// LibTorch's threads are those of GNU's OpenMP, which spin while they wait: on a machine that
/// computes something else, too, a thread that spins takes the processor from the one that it waits
/// for. Sleeping instead costs about a tenth of the speed on an idle machine, and spinning costs nine
/// tenths and more on a busy one. OpenMP reads its settings when the library is loaded, so they are
/// set by whoever starts the engine; what the user has set stays.
///
/// - Source: GNU libgomp manual, OMP_WAIT_POLICY and GOMP_SPINCOUNT.
package enum EngineThreads {
  /// Sets the waiting for the program that this process becomes.
  package static func setWaiting() {
    let names = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"]
    let isChosen = names.contains { (name: String) in getenv(name) != nil }
    if !isChosen { setenv("OMP_WAIT_POLICY", "passive", 0) }
  }
}
