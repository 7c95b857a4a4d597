// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
import SaddleText

extension Symptom {
  /// The name in words: "mode collapse".
  public var words: String { splitCamelCase(rawValue) }
}

extension Measure {
  /// The name in words: "label smoothing".
  public var words: String { splitCamelCase(rawValue) }
}

/// Returns `discriminatorLossZero` as "discriminator loss zero".
private func splitCamelCase(_ name: String) -> String {
  var result = ""
  for character in name {
    if character.isUppercase { result.append(" ") }
    result.append(contentsOf: character.lowercased())
  }
  return result
}

extension Evidence {
  /// The evidence as one line: "mean accuracy: 0.998 (fires above 0.98)".
  public var line: String {
    let suffix = unit.isEmpty ? "" : " " + unit
    let found = "\(quantity): \(NumberText.value(value.value))\(suffix)"
    guard let threshold else { return found }
    let limit = NumberText.value(threshold.value)
    return switch relation {
    case .above: "\(found) (fires above \(limit))"
    case .below: "\(found) (fires below \(limit))"
    case .within: "\(found) (fires within \(limit))"
    case .observed: "\(found) (reference: \(limit))"
    }
  }
}

extension EvidenceLevel {
  /// What the finding rests on, in words.
  public var words: String {
    switch self {
    case .losses: "losses alone"
    case .outputs: "discriminator outputs and gradients"
    case .samples: "samples"
    case .networks: "networks and data before training"
    }
  }
}

extension Remedy.ActionClass {
  /// When the change can be made, in words.
  public var words: String {
    switch self {
    case .online: "safe while it trains"
    case .rollback: "while it trains, with a snapshot to go back to"
    case .restart: "needs a new run"
    }
  }
}

extension ObjectiveJudgment {
  /// The reason within a sentence.
  private var because: String {
    let text = reason.hasSuffix(".") ? String(reason.dropLast()) : reason
    guard text.hasPrefix("It ") else { return text }
    return "it " + text.dropFirst(3)
  }

  /// The objective and how it is known: "hinge (inferred, 92 %)".
  public var words: String {
    guard let name else { return "unknown objective" }
    return switch known {
    case .declared: "\(name.title) (declared)"
    case .options, .codeBase: "\(name.title) (\(because))"
    case .arithmetic: "\(name.title) (computed from the columns)"
    case .inferred, .unknown: "\(name.title) (inferred, \(NumberText.percent(confidence)) sure)"
    }
  }
}
