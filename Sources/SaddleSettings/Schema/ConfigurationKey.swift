// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// Everything there is to know about one key: where it stands, what it takes, what it means.
public struct ConfigurationKey<Section>: Sendable {
  /// The dotted path, such as `optimizer.generator.learningRate`.
  public internal(set) var path: String
  /// Type of its value, and within which limits.
  public let type: ConfigurationType
  /// Whether `null` is a value.
  public let isOptional: Bool
  /// What it means, in one line.
  public let summary: String
  /// The unit, such as `steps`.
  public internal(set) var unit: String?
  /// What others call it; used for suggestions only.
  public internal(set) var foreignNames: [String] = []
  /// Whether a resumed run may have another value without becoming another run.
  public internal(set) var mayChangeOnResume = false
  /// Whether a schedule may change it in a running game, which has a control of the same key.
  public internal(set) var isSchedulable = false
  /// How far an autopilot has to go to change it; nil where it can't, or where it is a number of the
  /// running game.
  public internal(set) var needs: AutopilotMode?
  /// Returns the value that a configuration holds.
  public let read: @Sendable (Section) -> ConfigurationValue
  /// Puts a value of the right type into a configuration; one of the wrong type is left out.
  package let write: @Sendable (inout Section, ConfigurationValue) -> Void

  /// The last part of the path.
  public var name: String { path.split(separator: ".").last.map(String.init) ?? path }

  /// Returns the same key seen from the section that holds this one.
  func lifted<Parent>(
    into name: String,
    _ keyPath: any WritableKeyPath<Parent, Section> & Sendable
  ) -> ConfigurationKey<Parent> {
    let (read, write) = (self.read, self.write)
    return ConfigurationKey<Parent>(
      path: name + "." + path,
      type: type,
      isOptional: isOptional,
      summary: summary,
      unit: unit,
      foreignNames: foreignNames,
      mayChangeOnResume: mayChangeOnResume,
      isSchedulable: isSchedulable,
      needs: needs,
      read: { read($0[keyPath: keyPath]) },
      write: { write(&$0[keyPath: keyPath], $1) }
    )
  }
}
