// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// A part of the configuration that says itself which keys it has.
public protocol ConfigurationSection: Codable, Sendable, Equatable {
  /// The keys, each declared once; the default is the property's.
  static var schema: Schema<Self> { get }
  /// Creates the section with every key at its default.
  init()
}

/// A list of keys and of the headings above them.
///
/// Each factory returns a schema of one key (or of one section), so that a section's schema is a
/// plain list of them.
public struct Schema<Section>: Sendable {
  /// The keys in the order in which they are written.
  public private(set) var keys: [ConfigurationKey<Section>]
  /// What each section is about, by its dotted path; the empty path is this one.
  public private(set) var headings: [String: String]

  /// Creates a section's schema from its parts.
  public init(_ summary: String, _ parts: [Schema<Section>]) {
    keys = parts.flatMap(\.keys)
    headings = parts.reduce(into: ["": summary]) { result, part in
      result.merge(part.headings) { first, _ in first }
    }
  }

  private init(key: ConfigurationKey<Section>) {
    keys = [key]
    headings = [:]
  }

  private init(keys: [ConfigurationKey<Section>], headings: [String: String]) {
    self.keys = keys
    self.headings = headings
  }

  /// Returns the key of a path; nil where there is none.
  func key(_ path: String) -> ConfigurationKey<Section>? { keys.first { $0.path == path } }

  // MARK: - What else can be said of a key

  /// Names the unit of a number, such as `steps`.
  public func unit(_ unit: String) -> Schema { changing { $0.unit = unit } }

  /// Names what others call it, so that a suggestion can be made.
  public func known(as names: String...) -> Schema { changing { $0.foreignNames = names } }

  /// Says that a resumed run may have another value.
  public var changeableOnResume: Schema { changing { $0.mayChangeOnResume = true } }

  /// Says that a schedule may change it while the game runs.
  public var schedulable: Schema { changing { $0.isSchedulable = true } }

  /// Says how far an autopilot has to go to change it, or each key of a section that doesn't say it.
  ///
  /// Of a number that may be scheduled: how far where it is 0, and what it is the weight of has to be
  /// built in first. It needs no more than `safe` otherwise.
  public func needs(_ mode: AutopilotMode) -> Schema {
    changing { $0.needs = $0.needs ?? mode }
  }

  private func changing(_ change: (inout ConfigurationKey<Section>) -> Void) -> Schema {
    var result = self
    for index in result.keys.indices { change(&result.keys[index]) }
    return result
  }

  // MARK: - Kinds of key

  /// A section of its own inside this one.
  public static func section<Child: ConfigurationSection>(
    _ name: String,
    _ path: any WritableKeyPath<Section, Child> & Sendable
  ) -> Schema {
    let child = Child.schema
    let headings = child.headings.map { key, value in
      (key.isEmpty ? name : name + "." + key, value)
    }
    return Schema(
      keys: child.keys.map { $0.lifted(into: name, path) },
      headings: Dictionary(headings) { first, _ in first }
    )
  }

  /// A key whose value is `true` or `false`.
  public static func flag(
    _ name: String,
    _ path: any WritableKeyPath<Section, Bool> & Sendable,
    _ summary: String
  ) -> Schema {
    one(name, .boolean, summary, read: { .boolean($0[keyPath: path]) }) {
      if case .boolean(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  /// A key whose value is a whole number.
  public static func integer(
    _ name: String,
    _ path: any WritableKeyPath<Section, Int> & Sendable,
    _ bounds: Bounds,
    _ summary: String
  ) -> Schema {
    one(name, .integer(bounds), summary, read: { .integer($0[keyPath: path]) }) {
      if case .integer(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  /// A key whose value is a finite number.
  public static func number(
    _ name: String,
    _ path: any WritableKeyPath<Section, Double> & Sendable,
    _ bounds: Bounds,
    _ summary: String
  ) -> Schema {
    one(name, .number(bounds), summary, read: { .number($0[keyPath: path]) }) {
      if case .number(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  /// A key whose value is a finite number, or nothing.
  public static func number(
    _ name: String,
    optional path: any WritableKeyPath<Section, Double?> & Sendable,
    _ bounds: Bounds,
    _ summary: String
  ) -> Schema {
    one(
      name,
      .number(bounds),
      isOptional: true,
      summary,
      read: { $0[keyPath: path].map { .number($0) } ?? .none }
    ) {
      switch $1 {
      case .number(let value): $0[keyPath: path] = value
      case .none: $0[keyPath: path] = nil
      default: break
      }
    }
  }

  /// A key whose value is text.
  public static func text(
    _ name: String,
    _ path: any WritableKeyPath<Section, String> & Sendable,
    _ summary: String
  ) -> Schema {
    one(name, .text, summary, read: { .text($0[keyPath: path]) }) {
      if case .text(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  /// A key whose value is text, or nothing.
  public static func text(
    _ name: String,
    optional path: any WritableKeyPath<Section, String?> & Sendable,
    _ summary: String
  ) -> Schema {
    one(
      name,
      .text,
      isOptional: true,
      summary,
      read: { $0[keyPath: path].map { .text($0) } ?? .none }
    ) {
      switch $1 {
      case .text(let value): $0[keyPath: path] = value
      case .none: $0[keyPath: path] = nil
      default: break
      }
    }
  }

  /// A key whose value is a list of lines of text.
  public static func texts(
    _ name: String,
    _ path: any WritableKeyPath<Section, [String]> & Sendable,
    _ summary: String
  ) -> Schema {
    one(name, .texts, summary, read: { .list($0[keyPath: path]) }) {
      if case .list(let lines) = $1 { $0[keyPath: path] = lines }
    }
  }

  /// A key whose value is one of some names.
  public static func choice<Choice: ConfigurationChoice>(
    _ name: String,
    _ path: any WritableKeyPath<Section, Choice> & Sendable,
    _ summary: String
  ) -> Schema {
    let type = ConfigurationType.choice(ConfigurationOption.all(Choice.self))
    return one(name, type, summary, read: { .text($0[keyPath: path].rawValue) }) {
      if case .text(let text) = $1, let value = Choice(rawValue: text) { $0[keyPath: path] = value }
    }
  }

  /// A key whose value is a list of some names.
  public static func list<Choice: ConfigurationChoice>(
    _ name: String,
    _ path: any WritableKeyPath<Section, [Choice]> & Sendable,
    _ summary: String
  ) -> Schema {
    let type = ConfigurationType.list(ConfigurationOption.all(Choice.self))
    return one(name, type, summary, read: { .list($0[keyPath: path].map(\.rawValue)) }) {
      if case .list(let names) = $1 {
        $0[keyPath: path] = names.compactMap { Choice(rawValue: $0) }
      }
    }
  }

  private static func one(
    _ name: String,
    _ type: ConfigurationType,
    isOptional: Bool = false,
    _ summary: String,
    read: @escaping @Sendable (Section) -> ConfigurationValue,
    write: @escaping @Sendable (inout Section, ConfigurationValue) -> Void
  ) -> Schema {
    Schema(
      key: ConfigurationKey(
        path: name,
        type: type,
        isOptional: isOptional,
        summary: summary,
        read: read,
        write: write
      )
    )
  }
}
