// SPDX-License-Identifier: Apache-2.0

/// What kind of value a key takes, and within which limits.
public enum ConfigurationType: Sendable, Equatable {
  /// `true` or `false`.
  case boolean
  /// A whole number within bounds.
  case integer(Bounds)
  /// A finite number within bounds.
  case number(Bounds)
  case text
  /// One of some names.
  case choice([ConfigurationOption])
  /// A list of some names.
  case list([ConfigurationOption])
  /// A list of lines of text.
  case texts

  /// The type and its limits in words, such as `whole number from 1 to 64`.
  public var description: String {
    switch self {
    case .boolean: "true or false"
    case .integer(let bounds): "whole number, \(bounds.description)"
    case .number(let bounds): "number, \(bounds.description)"
    case .text: "text"
    case .choice(let options): "one of " + options.map(\.name).joined(separator: ", ")
    case .texts: "list of lines"
    case .list(let options): "list of " + options.map(\.name).joined(separator: ", ")
    }
  }
}
