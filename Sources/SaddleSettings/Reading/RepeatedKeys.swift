// SPDX-License-Identifier: Apache-2.0

import Yams

/// Keys that stand twice in one mapping.
///
/// The parser ends at the first, and every other mistake would stay unsaid. The later one is given a
/// name that no key has, so that the rest is read; whoever meets that name knows what it was.
enum RepeatedKeys {
  /// A private character of Unicode, before and behind the number of the repeated key.
  private static let mark: Character = "\u{E000}"
  /// Repetitions that are looked behind: each costs a pass over the text.
  private static let most = 20

  /// Reads YAML; later ones of equal keys have names that `original` knows.
  ///
  /// - Throws: `YamlError`, also where a repeated key isn't found again in the text.
  static func compose(_ yaml: String) throws -> Node? {
    try refuseBombs(yaml)
    // Each look behind a repetition reads all of it: nobody writes so long a configuration.
    guard yaml.utf8.count <= 1 << 16 else { return try Yams.compose(yaml: yaml) }
    var text = yaml
    for number in 0..<most {
      do {
        return try Yams.compose(yaml: text)
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        let error = YamlError.duplicatedKeysInMapping(duplicates: names, context: context)
        guard let name = names.first,
          let place = second(name, in: text, line: context.mark.line, column: context.mark.column)
        else { throw error }
        text.replaceSubrange(place, with: "\(mark)\(number)\(mark)\(name)")
      }
    }
    return try Yams.compose(yaml: text)
  }

  /// Aliases that nothing is asked of.
  private static let freeAliases = 16

  /// Refuses keys that are lists or mappings where aliases could make them grow without end: the
  /// parser compares keys, and with them all that they stand for.
  private static func refuseBombs(_ yaml: String) throws {
    guard yaml.utf8.count(where: { $0 == UInt8(ascii: "*") }) > freeAliases,
      yaml.utf8.contains(UInt8(ascii: "&")),
      let key = yaml.firstMatch(of: /(^|[\n{,\[-])\s*\?\s|[\]}]\s*:(\s|$)|\*[^\s,:\]}]+\s*:(\s|$)/)
    else { return }
    let line = yaml[..<key.range.lowerBound].utf8.count { $0 == 10 } + 1
    throw Bomb(line: line)
  }

  /// A key that may grow without end.
  struct Bomb: Error {
    /// The line it stands on, from 1.
    var line: Int
  }

  /// Returns the name that a key has in the file, where it was renamed; nil for all others.
  static func original(_ key: String) -> String? {
    let parts = key.split(separator: mark, maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].isEmpty ? String(parts[2]) : nil
  }

  /// Where a key of a mapping stands again, behind its first place (from 1).
  private static func second(
    _ name: String,
    in text: String,
    line: Int,
    column: Int
  ) -> Range<String.Index>? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1), !name.isEmpty else { return nil }
    let own = lines[line - 1].dropFirst(column - 1)
    if let again = own.dropFirst(name.count).range(ofKey: name) { return again }
    for later in lines.dropFirst(line) {
      let content = later.drop { $0 == " " }
      if content.isEmpty || content.first == "#" { continue }
      let indent = later.count - content.count
      if indent < column - 1 { return nil }
      if indent == column - 1, let key = content.prefix(name.count + 2).range(ofName: name),
        content[key.upperBound...].drop(while: { $0 == " " }).first == ":"
      {
        return key
      }
    }
    return nil
  }
}

extension Substring {
  /// Where this begins with a name, bare or in quotes.
  fileprivate func range(ofName name: String) -> Range<Index>? {
    for spelling in [name, "\"\(name)\"", "'\(name)'"] where hasPrefix(spelling) {
      return startIndex..<index(startIndex, offsetBy: spelling.count)
    }
    return nil
  }

  /// Where a name stands as a key of a mapping in braces.
  fileprivate func range(ofKey name: String) -> Range<Index>? {
    var rest = self
    while let comma = rest.firstIndex(where: { $0 == "," || $0 == "{" }) {
      rest = rest[rest.index(after: comma)...].drop { $0 == " " }
      if let found = rest.range(ofName: name),
        rest[found.upperBound...].drop(while: { $0 == " " }).first == ":"
      {
        return found
      }
    }
    return nil
  }
}
