// SPDX-License-Identifier: Apache-2.0

import SaddleText
import Yams

/// Converts one YAML node to the value that a key takes.
enum ConfigurationScalar {
  /// Why a node is not a value of the key.
  struct Failure: Error {
    let message: String
  }

  /// Returns the value, or what is wrong and what is allowed.
  static func convert<Section>(
    _ node: Node,
    for key: ConfigurationKey<Section>
  ) -> Result<ConfigurationValue, Failure> {
    if case .list(let options) = key.type { return list(node, options) }
    if case .texts = key.type { return names(node).map { .list($0) } }
    guard case .scalar(let scalar) = node else {
      return .failure(
        Failure(
          message: "expected \(key.type.description), found \(ConfigurationReader.kind(node))"
        )
      )
    }
    if key.isOptional, ConfigurationReader.isNull(scalar) { return .success(.none) }
    let text = scalar.string
    switch key.type {
    case .boolean: return boolean(text)
    case .integer(let bounds): return integer(text, bounds, unit: key.unit)
    case .number(let bounds): return number(text, bounds, unit: key.unit)
    case .text:
      return ConfigurationReader.isNull(scalar)
        ? .failure(
          Failure(message: "expected text, found nothing (put what begins with # in quotes)")
        ) : .success(.text(text))
    case .texts: return .success(.list([text]))
    case .choice(let options), .list(let options): return choice(text, options).map { .text($0) }
    }
  }

  private static func boolean(_ text: String) -> Result<ConfigurationValue, Failure> {
    switch text.lowercased() {
    case "true", "yes", "on": return .success(.boolean(true))
    case "false", "no", "off": return .success(.boolean(false))
    default: return .failure(Failure(message: "expected true or false, found \(quoted(text))"))
    }
  }

  private static func integer(
    _ text: String,
    _ bounds: Bounds,
    unit: String?
  ) -> Result<ConfigurationValue, Failure> {
    let digits = text.filter { $0 != "_" }
    let value = Int(digits) ?? decimal(digits).flatMap { Int(exactly: $0) }
    guard let value else {
      // A whole number too large for the machine is out of range rather than of a wrong type.
      if let number = decimal(digits), number.rounded() == number {
        return outOfRange(text, bounds, unit)
      }
      return .failure(Failure(message: "expected a whole number, found \(quoted(text))"))
    }
    return bounds.contains(Double(value))
      ? .success(.integer(value)) : outOfRange(text, bounds, unit)
  }

  private static func number(
    _ text: String,
    _ bounds: Bounds,
    unit: String?
  ) -> Result<ConfigurationValue, Failure> {
    guard let value = decimal(text.filter { $0 != "_" }) else {
      return .failure(Failure(message: "expected a number, found \(quoted(text))"))
    }
    return bounds.contains(value) ? .success(.number(value)) : outOfRange(text, bounds, unit)
  }

  /// Reads decimal numbers only: neither hexadecimal ones nor `nan` and `inf`.
  private static func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Double(text)
  }

  private static func choice(
    _ text: String,
    _ options: [ConfigurationOption]
  ) -> Result<String, Failure> {
    if let option = options.first(where: { $0.matches(text) }) { return .success(option.name) }
    let meant = options.filter { $0.mayBeMeant(by: text) }
    if !meant.isEmpty {
      let names = meant.map { "\($0.name) (\($0.summary))" }.joined(separator: " or ")
      return .failure(Failure(message: "\(quoted(text)) is used for more than one; say \(names)"))
    }
    let names = options.map(\.name)
    let near = Spelling.nearest(to: text, among: names)
    let question = Spelling.question(near).map { $0 + " " } ?? ""
    return .failure(
      Failure(
        message:
          "unknown value \(quoted(text)); \(question)allowed: \(names.joined(separator: ", "))"
      )
    )
  }

  private static func list(
    _ node: Node,
    _ options: [ConfigurationOption]
  ) -> Result<ConfigurationValue, Failure> {
    switch names(node) {
    case .failure(let failure): return .failure(failure)
    case .success(let names): return canonical(names, options)
    }
  }

  private static func names(_ node: Node) -> Result<[String], Failure> {
    var names: [String] = []
    switch node {
    case .scalar(let scalar) where ConfigurationReader.isNull(scalar): break
    case .scalar(let scalar): names = [scalar.string]
    case .sequence(let sequence):
      for element in sequence {
        guard case .scalar(let scalar) = element else {
          return .failure(
            Failure(
              message: "expected a list of names, found \(ConfigurationReader.kind(element)) in it"
            )
          )
        }
        names.append(scalar.string)
      }
    case .mapping, .alias:
      return .failure(
        Failure(message: "expected a list of names, found \(ConfigurationReader.kind(node))")
      )
    }
    return .success(names)
  }

  private static func canonical(
    _ names: [String],
    _ options: [ConfigurationOption]
  ) -> Result<ConfigurationValue, Failure> {
    var canonical: [String] = []
    for name in names {
      switch choice(name, options) {
      case .success(let found): if !canonical.contains(found) { canonical.append(found) }
      case .failure(let failure): return .failure(failure)
      }
    }
    return .success(.list(canonical))
  }

  private static func outOfRange(
    _ text: String,
    _ bounds: Bounds,
    _ unit: String?
  ) -> Result<ConfigurationValue, Failure> {
    let unit = unit.map { " \($0)" } ?? ""
    return .failure(
      Failure(message: "\(quoted(text)) is out of range; allowed: \(bounds.description)\(unit)")
    )
  }

  private static func quoted(_ text: String) -> String {
    "`\(ForeignText.quoted(text))`"
  }
}
