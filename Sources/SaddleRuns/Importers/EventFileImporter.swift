// SPDX-License-Identifier: Apache-2.0

/// TensorBoard event files, of any framework.
public enum EventFileImporter: Importer {
  /// See `Importer`.
  public static let id = "tensorboard"
  /// See `Importer`.
  public static let title = "TensorBoard event file"
  /// See `Importer`.
  public static let holdsWords = false

  /// A valid record header at the beginning, or the name and a damaged beginning.
  public static func confidence(_ probe: LogProbe) -> Double {
    let isNamed = probe.name.contains("tfevents")
    guard probe.head.count >= TFRecordFrame.headerBytes else { return isNamed ? 0.9 : 0 }
    var parser = EventFileParser()
    var rows = ParsedRows()
    parser.consume(probe.head, into: &rows)
    if rows.recordsRead > 0 { return 1 }
    return isNamed ? 0.9 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    EventFileParser()
  }
}
