// SPDX-License-Identifier: Apache-2.0

/// Record files of VisualDL, PaddlePaddle's TensorBoard: `vdlrecords.<time>.log`.
public enum VisualDLImporter: Importer {
  /// See `Importer`.
  public static let id = "visualdl"
  /// See `Importer`.
  public static let title = "VisualDL record file"
  /// See `Importer`.
  public static let holdsWords = false

  /// Records at the beginning, or the name and a damaged beginning.
  public static func confidence(_ probe: LogProbe) -> Double {
    let isNamed = probe.name.contains("vdlrecords")
    var parser = VisualDLParser()
    var rows = ParsedRows()
    // A text would be searched in vain: a length has zero bytes.
    if isNamed || !probe.isText { parser.consume(probe.head, into: &rows) }
    if rows.recordsRead > 0, isNamed || rows.damage.count == 0 { return 1 }
    return isNamed ? 0.9 : 0
  }

  /// See `Importer`.
  public static func makeParser(_ probe: LogProbe) -> any LogParser {
    VisualDLParser()
  }
}
