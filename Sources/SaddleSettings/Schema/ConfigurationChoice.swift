// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// A set of names from which a key takes one; the raw value is the canonical name.
///
/// A new member is one case: reading, help, suggestions and messages learn it from here.
public protocol ConfigurationChoice: RawRepresentable<String>, CaseIterable, Codable, Sendable,
  Equatable
{
  /// What it is, in one line.
  var summary: String { get }
  /// Other names for it, as papers and other tools have them.
  var aliases: [String] { get }
  /// Whether a text is in use for this and for another one, too: then the user has to say which.
  func mayBeMeant(by text: String) -> Bool
}

extension ConfigurationChoice {
  /// No other name.
  public var aliases: [String] { [] }
  /// No name that several have.
  public func mayBeMeant(by text: String) -> Bool { false }
}

/// One name that a key may take.
public struct ConfigurationOption: Sendable, Equatable {
  /// The canonical name.
  public let name: String
  /// Other names for it.
  public let aliases: [String]
  /// What it is, in one line.
  public let summary: String
  private let mayBeMeant: @Sendable (String) -> Bool

  /// Whether a text is in use for this and for another one, too.
  func mayBeMeant(by text: String) -> Bool { mayBeMeant(text) }

  /// Whether both have the same names and summary.
  public static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.aliases == right.aliases && left.summary == right.summary
  }

  static func all<Choice: ConfigurationChoice>(_ type: Choice.Type) -> [ConfigurationOption] {
    Choice.allCases.map {
      ConfigurationOption(
        name: $0.rawValue,
        aliases: $0.aliases,
        summary: $0.summary,
        mayBeMeant: $0.mayBeMeant
      )
    }
  }

  /// Returns whether `text` names this option, regardless of case, hyphens and underscores.
  func matches(_ text: String) -> Bool {
    let wanted = Spelling.normalized(text)
    return Spelling.normalized(name) == wanted
      || aliases.contains { Spelling.normalized($0) == wanted }
  }
}
