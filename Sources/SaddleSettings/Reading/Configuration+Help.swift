// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleText

extension Configuration {
  /// Returns what there is to know about a key, about every key of a section, or about all keys.
  ///
  /// - Parameter path: A key or a section; nil is everything.
  /// - Throws: `ConfigurationError` with a suggestion where there is no such key.
  public static func explain(_ path: String? = nil) throws(ConfigurationError) -> String {
    let path = path ?? ""
    if let key = schema.key(path) { return explain(key, whole: true) }
    guard schema.headings[path] != nil else {
      throw ConfigurationError(problems: [
        ConfigurationProblem(
          severity: .error,
          origin: .file("--explain", line: nil),
          key: ForeignText.quoted(path),
          message: ConfigurationReader.unknown(path, in: schema)
        )
      ])
    }
    var text = ""
    var section = path
    for key in schema.keys where path.isEmpty || key.path.hasPrefix(path + ".") {
      let parent = key.path.split(separator: ".").dropLast().joined(separator: ".")
      if text.isEmpty || parent != section {
        let heading = schema.headings[parent] ?? ""
        text += (text.isEmpty ? "" : "\n") + (parent.isEmpty ? "" : "\(parent): ") + "\(heading)\n"
      }
      section = parent
      text += explain(key, whole: false)
    }
    return text
  }

  private static func explain(_ key: ConfigurationKey<Self>, whole: Bool) -> String {
    let value = key.read(Configuration()).yaml
    var text = whole ? "\(key.path): \(value)\n" : "  \(key.path): \(value)\n"
    let indent = whole ? "  " : "      "
    text += "\(indent)\(key.summary)\n"
    let unit = key.unit.map { " (\($0))" } ?? ""
    text += wrapped("\(key.type.description)\(key.isOptional ? ", or null" : "")\(unit)", indent)
    guard whole else { return text }
    if case .choice(let options) = key.type { text += table(options, indent) }
    if case .list(let options) = key.type { text += table(options, indent) }
    text += indent + "set it with --set \(key.path)=\(value)"
    text += key.mayChangeOnResume ? "; may change when a run is resumed\n" : "\n"
    return text
  }

  /// Breaks a long list of names at its commas.
  private static func wrapped(_ words: String, _ indent: String) -> String {
    var lines = [""]
    for part in words.components(separatedBy: ", ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = part
      } else if indent.count + last.count + part.count < 98 {
        lines[lines.count - 1] = last + ", " + part
      } else {
        lines[lines.count - 1] = last + ","
        lines.append("  " + part)
      }
    }
    return lines.map { "\(indent)\($0)\n" }.joined()
  }

  private static func table(_ options: [ConfigurationOption], _ indent: String) -> String {
    let width = options.map(\.name.count).max() ?? 0
    return options.map { option in
      let gap = String(repeating: " ", count: width - option.name.count)
      let also = option.aliases.isEmpty ? "" : " [also: \(option.aliases.joined(separator: ", "))]"
      return "\(indent)  \(option.name)\(gap)  \(option.summary)\(also)\n"
    }.joined()
  }
}
