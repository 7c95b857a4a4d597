// SPDX-License-Identifier: Apache-2.0

/// Options of a run as they were written down: names with the sections that they stand in, values
/// as text.
package struct OptionList: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    /// Sections and name, outermost first: `["train", "optim_g", "lr"]`.
    var path: [String]
    /// The value without quotes; a list is in brackets.
    var value: String

    /// The name as its source has it.
    var name: String { path.joined(separator: ".") }
  }

  /// Entries that are kept; configurations of hundreds of networks exist.
  static let limit = 4000

  private(set) var entries: [Entry] = []
  /// Where they stand, in words.
  var source: String

  init(source: String) { self.source = source }

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ path: [String], _ value: String) {
    guard entries.count < Self.limit, !path.isEmpty, value.utf8.count <= 512 else { return }
    entries.append(Entry(path: path, value: value))
  }

  /// The last value of a name, whatever section it stands in; case, `-` and `_` don't matter.
  subscript(name: String) -> String? {
    let wanted = OptionName.folded(name)
    return entries.last { $0.path.last.map(OptionName.folded) == wanted }?.value
  }
}
