// SPDX-License-Identifier: Apache-2.0

/// What was set before the first step, as data: rates, batch, penalties, objective.
///
/// Whoever knows a run's options fills it: the trainer from its configuration, the reader of a log
/// from options that are printed in it or stand beside it. What isn't known is left out.
///
/// ```swift
/// import SaddleHealth
///
/// var settings = RunSettings(source: "train_opt.txt")
/// settings.set(.generatorRate, 2e-4, named: "lr")
/// settings.set(.discriminatorRate, 2e-4, named: "lr")
/// settings.set(.objective, "leastSquares", named: "gan_mode")
/// ```
public struct RunSettings: Codable, Sendable, Equatable {
  /// A value as it was written down.
  public enum Value: Codable, Sendable, Equatable {
    /// A number; whole ones, too.
    case number(Double)
    /// On or off.
    case flag(Bool)
    /// A word.
    case text(String)

    /// The number; nil where it is none.
    public var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// The flag; nil where it is none.
    public var flag: Bool? { if case .flag(let value) = self { value } else { nil } }

    /// The word; nil where it is none.
    public var text: String? { if case .text(let value) = self { value } else { nil } }

    /// Writes the bare value.
    ///
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let value): try container.encode(value)
      case .flag(let value): try container.encode(value)
      case .text(let value): try container.encode(value)
      }
    }

    /// Reads a number, `true`, `false` or a text.
    ///
    /// - Throws: `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// A value and the name under which its source has it.
  public struct Entry: Codable, Sendable, Equatable {
    /// The value.
    public var value: Value
    /// The name in the source: `lr_d`, `optimizer.discriminator.learningRate`.
    public var name: String

    /// Creates an entry.
    public init(_ value: Value, name: String) {
      self.value = value
      self.name = name
    }
  }

  /// Values that are known to work for the same data and networks: a preset's, a paper's.
  public struct Reference: Codable, Sendable, Equatable {
    /// What it is, to be read after "of": "the preset ring".
    public var name: String
    /// Its values, by `SettingKey.rawValue`.
    public var values: [String: Value]

    /// Creates a reference.
    public init(name: String, values: [String: Value]) {
      self.name = name
      self.values = values
    }

    /// The number that the reference has for a key.
    public func number(_ key: SettingKey) -> Double? { values[key.rawValue]?.number }

    /// The word that the reference has for a key.
    public func text(_ key: SettingKey) -> String? { values[key.rawValue]?.text }
  }

  /// The settings, by `SettingKey.rawValue`.
  public private(set) var entries: [String: Entry] = [:]
  /// Where they were read, in words: "config.yaml", "options printed in the log".
  public var source: String
  /// Whether they are keys of a Saddle configuration, which Saddle can change and run again.
  public var isSaddle: Bool
  /// Values that are known to work for the same data and networks.
  public var reference: Reference?

  /// Creates settings of which none is known.
  public init(source: String, isSaddle: Bool = false) {
    self.source = source
    self.isSaddle = isSaddle
  }

  /// Whether nothing is known.
  public var isEmpty: Bool { entries.isEmpty }

  /// The number of a key; nil where it is unknown or no number.
  public func number(_ key: SettingKey) -> Double? { entries[key.rawValue]?.value.number }

  /// The word of a key; nil where it is unknown or no word.
  public func text(_ key: SettingKey) -> String? { entries[key.rawValue]?.value.text }

  /// The flag of a key; nil where it is unknown or no flag.
  public func flag(_ key: SettingKey) -> Bool? { entries[key.rawValue]?.value.flag }

  /// The name under which the source has a key; the key itself where it has none.
  public func name(of key: SettingKey) -> String { entries[key.rawValue]?.name ?? key.rawValue }

  /// Sets a number, which must be finite to be kept.
  public mutating func set(_ key: SettingKey, _ value: Double, named name: String? = nil) {
    guard value.isFinite else { return }
    set(key, .number(value), named: name)
  }

  /// Sets a word.
  public mutating func set(_ key: SettingKey, _ value: String, named name: String? = nil) {
    set(key, .text(value), named: name)
  }

  /// Sets a flag.
  public mutating func set(_ key: SettingKey, _ value: Bool, named name: String? = nil) {
    set(key, .flag(value), named: name)
  }

  /// Sets a value.
  public mutating func set(_ key: SettingKey, _ value: Value, named name: String? = nil) {
    entries[key.rawValue] = Entry(value, name: name ?? key.rawValue)
  }
}
