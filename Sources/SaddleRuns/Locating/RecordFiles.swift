// SPDX-License-Identifier: Apache-2.0

/// Files of records that are one run together, with their folder's name for it: they are known by
/// their own names.
public enum RecordFiles {
  static let types: [any Importer.Type] = [EventFileImporter.self, VisualDLImporter.self]

  /// Whether a file is one of these, by its name.
  public static func include(_ path: String) -> Bool { type(of: path) != nil }

  /// Whether a format is one of these, by its identifier.
  static func include(format: String) -> Bool { types.contains { $0.id == format } }

  /// The importer of a file of records; nil where its name is no such file's.
  static func type(of path: String) -> (any Importer.Type)? {
    let name = path.split(separator: "/").last ?? ""
    if name.contains("tfevents") { return EventFileImporter.self }
    return name.contains("vdlrecords") ? VisualDLImporter.self : nil
  }
}
