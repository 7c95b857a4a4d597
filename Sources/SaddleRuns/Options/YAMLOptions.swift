// SPDX-License-Identifier: Apache-2.0

/// The part of YAML that options are written in: sections by indentation, scalars, lists in a line.
enum YAMLOptions {
  static func read(_ text: String, into list: inout OptionList) {
    var sections: [(indent: Int, name: String)] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let indent = line.prefix { $0 == " " }.count
      var rest = line.dropFirst(indent).trimmed
      if rest.hasPrefix("- ") { rest = rest.dropFirst(2).trimmed }
      guard !rest.isEmpty, !rest.hasPrefix("#"), let colon = rest.firstIndex(of: ":") else {
        continue
      }
      let name = unquoted(rest[..<colon].trimmed)
      let value = withoutTag(withoutComment(rest[rest.index(after: colon)...].trimmed))
      while let last = sections.last, last.indent >= indent { sections.removeLast() }
      guard !name.isEmpty, sections.count < 12 else { continue }
      if value.isEmpty || value.hasPrefix("&") || value.hasPrefix("!") {
        sections.append((indent, name))
      } else {
        // wandb's files keep each value in a section of its own.
        let path = sections.map(\.name) + (name == "value" && !sections.isEmpty ? [] : [name])
        list.add(path, unquoted(value))
      }
    }
  }

  /// `!!float 2e-4` is 2e-4.
  private static func withoutTag(_ text: Substring) -> Substring {
    guard text.hasPrefix("!!"), let space = text.firstIndex(of: " ") else { return text }
    return text[space...].trimmed
  }

  private static func withoutComment(_ text: Substring) -> Substring {
    guard let place = text.firstRange(of: " #") else { return text }
    return text[..<place.lowerBound].trimmed
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, let first = text.first, first == "'" || first == "\"",
      text.last == first
    else { return String(text) }
    return String(text.dropFirst().dropLast())
  }
}
