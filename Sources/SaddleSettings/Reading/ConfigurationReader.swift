// SPDX-License-Identifier: Apache-2.0

import SaddleText
import Yams

/// Turns YAML into assignments to keys and collects everything that is wrong on the way.
struct ConfigurationReader {
  /// Values by key, the last one given counts.
  private(set) var values: [String: ConfigurationValue] = [:]
  /// Where each key was given.
  private(set) var origins: [String: ConfigurationOrigin] = [:]
  /// What is wrong so far.
  private(set) var problems: [ConfigurationProblem] = []
  private let schema = Configuration.schema
  private let keys: [String: ConfigurationKey<Configuration>]

  /// No configuration is longer than this; in characters of UTF-8.
  static let largestFile = 1 << 20
  /// Problems that are told: nobody reads more, and each looks for what was meant.
  static let mostProblems = 100

  init() {
    keys = Dictionary(schema.keys.map { ($0.path, $0) }) { first, _ in first }
  }

  // MARK: - Sources

  /// Reads a whole file.
  mutating func read(yaml: String, name: String) {
    let whole = ConfigurationOrigin.file(name, line: nil)
    guard yaml.utf8.count <= Self.largestFile else {
      report(whole, "", "the file is larger than 1 MiB; this can't be a configuration")
      return
    }
    do {
      guard let root = try RepeatedKeys.compose(yaml) else { return }
      if case .scalar(let scalar) = root, Self.isNull(scalar) { return }
      guard case .mapping(let mapping) = root else {
        report(whole, "", "expected keys and values such as `seed: 1`, found \(Self.kind(root))")
        return
      }
      collect(mapping, path: "") { .file(name, line: $0) }
    } catch {
      let (line, message) = Self.explain(error, in: yaml)
      // The parser places a missing bracket behind the last line.
      let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).count
      report(.file(name, line: line.map { min($0, lines) }), "", message)
    }
  }

  /// Reads one override `a.b=c`; the value is YAML.
  mutating func read(override text: String) {
    let origin = ConfigurationOrigin.override(text)
    guard let sign = text.firstIndex(of: "=") else {
      report(origin, "", "expected KEY=VALUE, such as training.steps=1000")
      return
    }
    let key = text[..<sign].trimmingSpaces
    let value = String(text[text.index(after: sign)...])
    guard value.utf8.count <= Self.largestFile else {
      report(origin, key, "the value is longer than 1 MiB")
      return
    }
    do {
      let node = try Yams.compose(yaml: value) ?? Node("null")
      // Unlike the file, an override may give again what was given before.
      assign(node, to: key, origin: origin, line: { _ in origin }, mayRepeat: true)
    } catch {
      report(origin, key, "the value is not YAML: \(Self.explain(error, in: value).message)")
    }
  }

  // MARK: - Walking

  private mutating func collect(
    _ mapping: Node.Mapping,
    path: String,
    mayRepeat: Bool = false,
    line: (Int?) -> ConfigurationOrigin
  ) {
    for (keyNode, value) in mapping {
      let origin = line(keyNode.mark?.line)
      guard case .scalar(let scalar) = keyNode else {
        report(origin, path, "a key must be a word, found \(Self.kind(keyNode))")
        continue
      }
      if let name = RepeatedKeys.original(scalar.string) {
        let key = path.isEmpty ? name : path + "." + name
        report(origin, ForeignText.quoted(key), "is given twice")
        continue
      }
      let key = path.isEmpty ? scalar.string : path + "." + scalar.string
      // A whole path on one line, as advice is printed, may correct what its section said before.
      let isPath = path.isEmpty && scalar.string.contains(".")
      assign(value, to: key, origin: origin, line: line, mayRepeat: mayRepeat || isPath)
    }
  }

  private mutating func assign(
    _ node: Node,
    to path: String,
    origin: ConfigurationOrigin,
    line: (Int?) -> ConfigurationOrigin,
    mayRepeat: Bool
  ) {
    // As in schedules: a star is any one part of a key.
    let meant = path.contains("*") ? KeyPattern(path).matches(of: schema.keys.map(\.path)) : []
    if !meant.isEmpty {
      for key in meant {
        assign(node, to: key, origin: origin, line: line, mayRepeat: mayRepeat)
      }
    } else if let key = keys[path] {
      if !mayRepeat, origins[path] != nil {
        report(origin, path, "is given twice")
        return
      }
      origins[path] = origin
      switch ConfigurationScalar.convert(node, for: key) {
      case .success(let value): values[path] = value
      case .failure(let failure): report(origin, path, failure.message)
      }
    } else if schema.headings[path] != nil, !path.isEmpty {
      switch node {
      case .mapping(let mapping):
        collect(mapping, path: path, mayRepeat: mayRepeat, line: line)
      case .scalar(let scalar) where Self.isNull(scalar): break
      default:
        let first = schema.keys.first { $0.path.hasPrefix(path + ".") }?.path ?? path
        report(
          origin,
          path,
          "is a section, found \(Self.kind(node)); give its keys, such as \(first)"
        )
      }
    } else {
      let schema = schema
      report(origin, ForeignText.quoted(path), Self.unknown(path, in: schema))
    }
  }

  private mutating func report(
    _ origin: ConfigurationOrigin,
    _ key: String,
    _ message: @autoclosure () -> String
  ) {
    guard problems.count <= Self.mostProblems else { return }
    let message =
      problems.count == Self.mostProblems ? "and more, which isn't listed" : message()
    problems.append(
      ConfigurationProblem(severity: .error, origin: origin, key: key, message: message)
    )
  }

  // MARK: - Words

  /// Returns what to say of a key that does not exist: what was probably meant.
  static func unknown(_ path: String, in schema: Schema<Configuration>) -> String {
    let paths = schema.keys.map(\.path) + schema.headings.keys.filter { !$0.isEmpty }.sorted()
    let parts = path.split(separator: ".").map(String.init)
    let word = parts.last ?? path
    let parent = parts.dropLast().joined(separator: ".")
    // Best: the right word in this section; then another's name for it; then the word elsewhere.
    let siblings = paths.filter { Self.parent(of: $0) == parent }
    var found = Spelling.nearest(to: word, among: siblings.map(Self.last)).map {
      parent.isEmpty ? $0 : parent + "." + $0
    }
    if found.isEmpty {
      let wanted = Spelling.normalized(word)
      let foreign = schema.keys.filter { key in
        key.foreignNames.contains { Spelling.normalized($0) == wanted }
          || Spelling.normalized(Self.last(key.path)) == wanted
      }
      let near = foreign.filter { parent.isEmpty || $0.path.hasPrefix(parent + ".") }
      found = Array((near.isEmpty ? foreign : near).map(\.path).prefix(3))
    }
    if found.isEmpty { found = Spelling.nearest(to: path, among: paths) }
    if let question = Spelling.question(found) { return "unknown key; " + question }
    let names = siblings.map(Self.last)
    if !names.isEmpty, !parent.isEmpty {
      return "unknown key; \(parent) has " + names.joined(separator: ", ")
    }
    return "unknown key; `saddle config --explain` lists every key"
  }

  private static func parent(of path: String) -> String {
    path.split(separator: ".").dropLast().joined(separator: ".")
  }

  private static func last(_ path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }

  static func isNull(_ scalar: Node.Scalar) -> Bool {
    (scalar.style == .plain || scalar.style == .any)
      && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// What a node is, in words.
  static func kind(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): "`\(ForeignText.quoted(scalar.string))`"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// Returns the line and the reason of an error that the YAML parser found.
  private static func explain(
    _ error: any Error,
    in yaml: String
  ) -> (line: Int?, message: String) {
    if let bomb = error as? RepeatedKeys.Bomb {
      return (bomb.line, "a key must be a word, and here are many aliases, too")
    }
    guard let error = error as? YamlError else { return (nil, "not YAML: \(error)") }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      if let line = tabbed(yaml, near: mark.line) {
        return (line, "a tab stands in front; YAML indents with spaces only")
      }
      return (mark.line, "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      let list = names.map(ForeignText.quoted).joined(separator: ", ")
      return (context.mark.line, "\(list): is given twice")
    case .reader(let problem, _, _, _):
      return (nil, "not YAML: \(problem)")
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return (nil, "not YAML: \(ForeignText.quoted(error.description))")
    }
  }
}

/// The line from `line` backwards to the one above it whose indentation has a tab.
private func tabbed(_ yaml: String, near line: Int) -> Int? {
  let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
  return [line, line - 1].first { number in
    lines.indices.contains(number - 1)
      && lines[number - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
  }
}
