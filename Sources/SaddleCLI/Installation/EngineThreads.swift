// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How the engine's threads wait for each other.
///
/// LibTorch's threads are those of GNU's OpenMP, which spin while they wait: on a machine that
/// computes something else, too, a thread that spins takes the processor from the one that it waits
/// for; one that sleeps is late where the work between two waits is short. Means in steps a second on
/// two cores, in turn (`Benchmarks/training`: `ring-64`, and `dcgan-28` behind it):
///
/// | waiting | idle machine | one other busy process | three |
/// |---|---|---|---|
/// | active (OpenMP's own choice) | 693, 9.3 | | |
/// | passive | 469, 8.9 | 563, 5.7 | 300, 3.6 |
/// | GOMP_SPINCOUNT 300 | 563, 9.6 | 509, 5.6 | 293, 3.8 |
/// | GOMP_SPINCOUNT 1000 | 592, 9.2 | 409, 4.9 | 270, 3.2 |
/// | GOMP_SPINCOUNT 10000 | | 106, 4.2 | 130, 3.1 |
///
/// Single runs differ by a tenth to a fifth. So few turns cost beside others what sleeping costs, and
/// make small networks a fifth faster than that on an idle machine. OpenMP reads its settings when the
/// library is loaded, so they are set by whoever starts the engine; what the user has set stays.
///
/// - Source: GNU libgomp manual, OMP_WAIT_POLICY and GOMP_SPINCOUNT.
package enum EngineThreads {
  /// Sets the waiting for the program that this process becomes.
  package static func setWaiting() {
    let names = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"]
    let isChosen = names.contains { (name: String) in getenv(name) != nil }
    if !isChosen { setenv("GOMP_SPINCOUNT", "300", 0) }
  }
}
