// SPDX-License-Identifier: Apache-2.0

/// Files that follow one another in one format: one stream of rows.
struct LogSource: Sendable {
  var importer: any Importer.Type
  var files: [LogProbe]
  /// Stands before the names of its columns: the sub-folder where a run has several.
  var prefix = ""
}
