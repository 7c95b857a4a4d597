// SPDX-License-Identifier: Apache-2.0

/// A condition of a GAN training run: an open set, one name each.
///
/// What is known of a symptom stands in its `SymptomGuide`, beside the detector that watches for it.
/// The raw value is the name in JSON, on the command line and in documentation.
public struct Symptom: RawRepresentable, Codable, Sendable, Hashable, CustomStringConvertible {
  /// The name.
  public let rawValue: String

  /// Names a symptom; any name will do.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Names a symptom; any name will do.
  public init(_ name: String) { self.init(rawValue: name) }

  /// The name.
  public var description: String { rawValue }
}

/// How serious a finding is.
public enum Severity: String, CaseIterable, Codable, Sendable, Hashable, Comparable {
  /// Worth knowing; nothing to do.
  case notice
  /// Likely to cost quality; look at it.
  case warning
  /// The run fails or has failed.
  case critical

  private var rank: Int {
    switch self {
    case .notice: 0
    case .warning: 1
    case .critical: 2
    }
  }

  /// Orders by seriousness.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// State of an alarm, with the meaning that Prometheus gives these words.
public enum AlarmState: String, CaseIterable, Codable, Sendable, Hashable {
  /// The condition does not hold.
  case inactive
  /// The condition holds, not yet for long enough.
  case pending
  /// The condition has held for long enough.
  case firing
  /// The alarm was firing and its condition has been gone for long enough.
  case resolved
}

/// On what kind of signal a finding rests; more is more certain.
public enum EvidenceLevel: String, CaseIterable, Codable, Sendable, Hashable, Comparable {
  /// Losses alone.
  case losses
  /// Discriminator outputs, accuracies or gradients.
  case outputs
  /// Samples, held-out data or a sample metric.
  case samples
  /// Networks and data as they are before training.
  case networks

  private var rank: Int {
    switch self {
    case .losses: 0
    case .outputs: 1
    case .samples: 2
    case .networks: 3
    }
  }

  /// Orders by certainty.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// Whom a finding concerns.
public enum Side: String, CaseIterable, Codable, Sendable, Hashable {
  /// The network that makes samples.
  case generator
  /// The network that judges them.
  case discriminator
  /// The game between them.
  case both
  /// What both are fed.
  case data
}
