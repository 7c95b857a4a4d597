// SPDX-License-Identifier: Apache-2.0

extension Threshold {
  /// How things stand: present, fading between both limits, or clear.
  public func verdict(_ value: Double, _ severity: Severity, confidence: Double) -> Verdict {
    if holds(value) { return .present(severity, confidence: confidence) }
    return isGone(value) ? .clear : .fading
  }
}
