// SPDX-License-Identifier: Apache-2.0

/// A NaN or an infinity, in whatever signal: critical at once, never resolved.
///
/// Counts of masked non-finite numbers (`non_finite/...`) speak too: some trainers replace NaN
/// gradients by zero and look healthy while they diverge.
struct NonFinite: Detector {
  static let info = DetectorInfo(
    symptom: .nonFinite,
    signals: Signal.allCases,
    cadence: .everyObservation,
    hold: .none,
    release: .forever
  )

  private var signal: Signal?
  private var step = 0
  private var value = Number(0)

  mutating func observe(_ run: RunView) -> Verdict {
    if signal != nil { return .present(.critical, confidence: 1) }
    guard let found = run.firstNonFinite else { return .clear }
    signal = found
    step = run.step
    value = Number(run.value(found) ?? .nan)
    return .present(.critical, confidence: 1)
  }

  func describe(_ run: RunView) -> Description {
    let signal = signal ?? .lossGenerator
    return Description(
      "\(signal.rawValue) is \(value.text) at step \(step).",
      side: signal.side,
      basis: signal.level,
      evidence: [Evidence("first non-finite value", signal: signal, value.value)],
      clearedBy: "Nothing: weights that have taken in a NaN stay NaN. Go back to a checkpoint.",
      onset: step
    )
  }
}
