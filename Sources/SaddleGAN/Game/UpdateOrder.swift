// SPDX-License-Identifier: Apache-2.0

/// In which order the two networks are updated within a step.
public enum UpdateOrder: String, CaseIterable, Codable, Sendable {
  /// Discriminator first; the generator sees the updated one.
  case alternating
  /// The generator moves first, the discriminator answers the updated generator.
  case alternatingGeneratorFirst
  /// Both gradients are taken at the same point.
  case simultaneous
  /// Both look one step ahead and move by the gradient found there.
  case extragradient
  /// The same, looking ahead along the last gradient.
  case extrapolationFromPast
  /// Twice this step less the last one.
  case optimistic
  /// Both also shrink their common gradient.
  case consensus
  /// The generator learns through future steps of the discriminator.
  case unrolled

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .alternating: "discriminator first, the generator answers the updated one"
    case .alternatingGeneratorFirst: "generator first, the discriminator answers the updated one"
    case .simultaneous: "both gradients at the same point, as theory has it"
    case .extragradient: "both look a step ahead and move by the gradient there (ExtraAdam)"
    case .extrapolationFromPast:
      "the same with the last gradient for looking ahead: one pass a step"
    case .optimistic: "twice this step less the last one (OGDA, optimistic Adam)"
    case .consensus: "both also shrink their common gradient (training.consensus)"
    case .unrolled: "G learns through steps that D is going to make (training.unrollSteps)"
    }
  }

  /// Whether the players take turns rather than move at once.
  public var alternates: Bool { self == .alternating || self == .alternatingGeneratorFirst }
}
