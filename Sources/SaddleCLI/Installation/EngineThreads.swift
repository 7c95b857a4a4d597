// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How the engine's threads wait for each other.
///
/// LibTorch's threads are those of GNU's OpenMP, which spin while they wait: on a machine that
/// computes something else, too, a thread that spins takes the processor from the one that it waits
/// for. Measured with the preset `fashion-mnist` on two cores, in turn, in steps a second:
///
/// | waiting | idle machine | one other busy process | more of them |
/// |---|---|---|---|
/// | active (OpenMP's own choice) | 18.5 to 19.8 | 7.5 | 1.0 |
/// | passive | 15.9 to 18.0 | 10.2 | 6.8 |
/// | GOMP_SPINCOUNT 1000 | 19.5 to 19.7 | 8.7 | 3.0 |
/// | GOMP_SPINCOUNT 100000 | 19.2 to 19.3 | 2.1 | 0.4 |
///
/// Sleeping costs a tenth on an idle machine (means 17.3 and 19.2), and even a short spin more than
/// that beside others. OpenMP reads its settings when the library is loaded, so they are set by
/// whoever starts the engine; what the user has set stays.
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
