// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleText

/// The names that a user may give an objective by, and what is said of any other.
enum ObjectiveName {
  /// A sentence that lists the names.
  static var known: String {
    Objective.all.map { objective in
      let names = objective.aliases.sorted()
      return names.isEmpty ? objective.id : "\(objective.id) (\(names.joined(separator: ", ")))"
    }.joined(separator: ", ")
  }

  /// Why a name is no objective, or nil where it is one.
  static func problem(_ name: String) -> String? {
    switch Objective.meaning(of: name) {
    case .one: return nil
    case .ambiguous(let several):
      let names = several.map { "\($0.id) (\($0.formula))" }.joined(separator: " or ")
      return "'\(name)' is used for more than one objective; say \(names)."
    case .unknown:
      let words = Objective.all.flatMap { [$0.id] + $0.aliases }
      let near = Spelling.nearest(to: name, amongParts: words, count: 1)
      let hint = near.first.map { " Did you mean \($0)?" } ?? ""
      return "'\(name)' is no objective.\(hint) Known: \(known)."
    }
  }
}
