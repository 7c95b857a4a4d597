// SPDX-License-Identifier: Apache-2.0

import Foundation

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

  /// The folder that a path stands in, as one can be opened: of `a` it is `.`, the one that we are in.
  package static func openFolder(of path: String) -> String {
    let folder = folder(of: path)
    return folder.isEmpty ? "." : folder
  }

  /// The folder that a run is in: what the path names, or where the file stands that it names; nil
  /// where there is neither.
  static func place(of path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    return isFolder.boolValue ? path : openFolder(of: path)
  }
}
