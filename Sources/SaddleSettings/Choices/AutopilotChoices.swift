// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

extension AutopilotMode: ConfigurationChoice {
  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .off: "doesn't look"
    case .advise: "says what it would do, and does nothing"
    case .safe: "changes numbers of the running game: rates, betas, clipping, weights, noise, batch"
    case .guarded: "also goes back to a checkpoint, skips batches, switches regularizers"
    case .restart: "also ends a run that needs other networks or another objective, and begins it"
    }
  }
}

extension AutopilotRules.Choice: ConfigurationChoice {
  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .advised: "the first that is advised against the first cause"
    case .random: "one drawn from all remedies of all symptoms that the run can be given"
    }
  }
}

extension AutopilotRules.Acceptance: ConfigurationChoice {
  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .outcome: "the symptom and what measures the samples"
    case .none: "nothing: it stays, unless a number is no longer finite"
    }
  }
}

extension Measure: ConfigurationChoice {
  /// The name in words: "lower discriminator learning rate".
  public var summary: String {
    rawValue.reduce(into: "") { words, letter in
      words += letter.isUppercase ? " " + letter.lowercased() : String(letter)
    }
  }
}
