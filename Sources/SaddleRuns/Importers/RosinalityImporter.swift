// SPDX-License-Identifier: Apache-2.0

/// The progress line of rosinality/stylegan2-pytorch.
///
///     d: 1.2345; g: 0.9876; r1: 0.0123; path: 0.0012; mean path: 0.1234; augment: 0.0000
///
/// - Source: `train.py`; the progress bar before the line has the iteration.
public enum RosinalityImporter: LineImporter {
  /// See `Importer`.
  public static let id = "rosinality"
  /// See `Importer`.
  public static let title = "stylegan2-pytorch (rosinality) progress"
  /// See `Importer`.
  public static let dialectName = "rosinality"

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .rosinality) { cursor, rows in
      var probe = cursor
      guard probe.skip(past: "d: "), probe.number() != nil, probe.match("; g: ") else {
        return false
      }
      // tqdm: " 12%|## | 96000/800000 [1:02:03<...] d: ..."
      var bar = cursor
      if bar.skip(past: "| ") {
        while bar.skip(past: "| ") {}
        if let step = bar.integer(), bar.match("/") { rows.add("step", Double(step)) }
      }
      return cursor.skip(to: "d: ")
    }
  }
}
