// SPDX-License-Identifier: Apache-2.0

package import SaddleHealth

extension Finding {
  /// A finding of which a test says what matters to it.
  ///
  /// - Parameters:
  ///   - step: Where it began and fired.
  ///   - last: Where it was seen last; `step` where nil.
  package static func sample(
    _ symptom: Symptom,
    _ severity: Severity = .critical,
    since step: Int,
    until last: Int? = nil,
    confidence: Double = 0.9,
    basis: EvidenceLevel = .losses,
    summary: String = "seen",
    remedies: [Remedy] = []
  ) -> Finding {
    Finding(
      symptom: symptom,
      severity: severity,
      firstStep: step,
      firedAtStep: step,
      lastStep: last ?? step,
      confidence: confidence,
      basis: basis,
      summary: summary,
      evidence: [],
      clearedBy: "its going away",
      remedies: remedies
    )
  }
}
