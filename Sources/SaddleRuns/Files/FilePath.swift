// SPDX-License-Identifier: Apache-2.0

/// Parts of a path.
package enum FilePath {
  /// The folder that a path stands in: of `runs/a` it is `runs`, of `/a` it is `/`, of `a` nothing.
  ///
  /// Foundation's `NSString.deletingLastPathComponent` traps for a name of one character.
  package static func folder(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    let root = path.hasPrefix("/") ? "/" : ""
    return root + parts.dropLast().joined(separator: "/")
  }
}
