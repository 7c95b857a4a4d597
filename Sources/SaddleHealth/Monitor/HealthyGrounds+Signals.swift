// SPDX-License-Identifier: Apache-2.0

extension DetectorCatalog {
  /// Signals whose past the detectors and the grounds of a healthy verdict read.
  var remembered: SignalSet {
    SignalSet(types.flatMap { $0.info.signals } + HealthyGrounds.signals)
  }
}
