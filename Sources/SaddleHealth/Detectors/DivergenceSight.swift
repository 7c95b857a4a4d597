// SPDX-License-Identifier: Apache-2.0

extension Divergence {
  /// Which rule found it: words and evidence are made from it.
  enum Rule: String, Codable, CaseIterable {
    case scale, leap, steady, past, envelope

    /// The rule's limit.
    var threshold: Threshold {
      switch self {
      case .scale: Divergence.limit
      case .leap: Divergence.leap
      case .steady: Divergence.steady
      case .past: Divergence.decade
      case .envelope: Divergence.envelope
      }
    }
  }

  /// What a rule saw, and how it is said.
  struct Sight: Codable {
    var rule: Rule
    var signal: Signal
    var value: Number
    /// What `value` is compared with: a scale, a past, a level.
    var reference: Double
    /// The step at which it began.
    var onset: Int
    /// Values that a steady growth took.
    var length = 0
    var multiple: Double { value.value / reference }

    var description: Description {
      let title = signal.title
      return Description(
        summary(title, multiple.text),
        side: signal.side,
        basis: signal.level,
        evidence: [rule.threshold.evidence(title, signal: signal, multiple)],
        clearedBy: "Nothing: what follows an explosion is another run. Go back to a checkpoint.",
        onset: onset
      )
    }

    private func summary(_ title: String, _ multiple: String) -> String {
      switch rule {
      case .scale:
        "\(title) leapt to \(value.text), \(multiple) times its scale, at step \(onset)."
      case .leap:
        "\(title) leapt to \(value.text), \(multiple) times the largest loss before, at step "
          + "\(onset)."
      case .steady:
        "\(title) grows exponentially: \(multiple) times as large within \(length) "
          + "observations, since step \(onset)."
      case .past:
        "\(title) has left its past: \(multiple) times its usual level, growing since step "
          + "\(onset)."
      case .envelope:
        "\(title) grows exponentially: \(multiple) times its level since step \(onset)."
      }
    }
  }
}
