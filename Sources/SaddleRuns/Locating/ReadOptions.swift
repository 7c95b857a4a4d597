// SPDX-License-Identifier: Apache-2.0

/// How a log is to be read.
public struct ReadOptions: Sendable {
  /// What of a log with restarts is read.
  public enum Sessions: String, Sendable, CaseIterable {
    /// A restart makes obsolete what was written before at its step and later.
    case latest
    /// Everything, in the order in which it was written.
    case all
  }

  /// What the user says about columns.
  public var mapping = SignalMapping()
  /// Restarts.
  public var sessions = Sessions.latest
  /// Identifier of the format; recognized where nil.
  public var format: String?
  /// The formats to choose from.
  public var catalog = ImporterCatalog.builtIn

  /// Creates the default options.
  public init() {}

  /// The importer that the user asked for; nil where the format is to be recognized.
  func forcedImporter() throws(LogError) -> (any Importer.Type)? {
    guard let format else { return nil }
    if let type = catalog.type(id: format) { return type }
    let known = catalog.types.map { $0.id }.joined(separator: ", ")
    throw LogError.option("--format", "'\(format)' is not known; the formats are: \(known)")
  }
}
