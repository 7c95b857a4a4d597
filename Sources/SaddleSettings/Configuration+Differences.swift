// SPDX-License-Identifier: Apache-2.0

/// A key that two configurations have different values for.
public struct ConfigurationDifference: Sendable, Equatable, CustomStringConvertible {
  /// The key's dotted path.
  public let key: String
  /// The value of the one that was compared.
  public let old: ConfigurationValue
  /// The value of the other.
  public let new: ConfigurationValue
  /// Whether a resumed run may have it without becoming another run.
  public let mayChangeOnResume: Bool

  /// The difference as one line.
  public var description: String { "\(key): \(old.yaml) -> \(new.yaml)" }
}

extension Configuration {
  /// Returns the keys whose values differ from `other`'s, in the order of the file.
  public func differences(to other: Configuration) -> [ConfigurationDifference] {
    Self.schema.keys.compactMap { key in
      let (old, new) = (key.read(self), key.read(other))
      if old == new { return nil }
      return ConfigurationDifference(
        key: key.path,
        old: old,
        new: new,
        mayChangeOnResume: key.mayChangeOnResume
      )
    }
  }
}
