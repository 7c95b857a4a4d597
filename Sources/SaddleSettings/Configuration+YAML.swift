// SPDX-License-Identifier: Apache-2.0

extension Configuration {
  /// Returns every key with its value as YAML that reads back to an equal configuration.
  ///
  /// - Parameter comments: Whether each key's meaning stands above it.
  public func yaml(comments: Bool = false) -> String {
    var text = ""
    var open: [Substring] = []
    for key in Self.schema.keys {
      let parts = key.path.split(separator: ".")
      let sections = parts.dropLast()
      let shared = zip(open, sections).prefix { $0 == $1 }.count
      for depth in shared..<sections.count {
        let heading = Self.schema.headings[sections[...depth].joined(separator: ".")]
        let indent = String(repeating: "  ", count: depth)
        if comments, let heading { text += "\n\(indent)# \(heading)\n" }
        text += "\(indent)\(sections[depth]):\n"
      }
      open = Array(sections)
      let indent = String(repeating: "  ", count: sections.count)
      if comments { text += "\(indent)# \(key.summary)\n" }
      text += "\(indent)\(key.name): \(key.read(self).yaml)\n"
    }
    return text
  }
}
