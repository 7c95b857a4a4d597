// SPDX-License-Identifier: Apache-2.0

/// Formats that are folders of many files, one for each metric.
enum FolderFormats {
  /// Returns the run that the folder is, or nil where it is none of these.
  static func locate(_ path: String, files: [String]) -> LocatedRun? {
    nil
  }
}
