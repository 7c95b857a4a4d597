// SPDX-License-Identifier: Apache-2.0

/// The progress line of lucidrains/stylegan2-pytorch and lightweight-gan.
///
///     G: 0.12 | D: 0.34 | GP: 0.01 | PL: 0.50 | CR: 0.00 | Q: 0.00 | FID: 43.1
///
/// It has two decimals; its step is the bar's in front of it.
///
/// - Source: `stylegan2_pytorch/stylegan2_pytorch.py`, `lightweight_gan/lightweight_gan.py`.
public enum LucidrainsImporter: LineImporter {
  /// See `Importer`.
  public static let id = "lucidrains"
  /// See `Importer`.
  public static let title = "stylegan2-pytorch or lightweight-gan (lucidrains) progress"
  /// See `Importer`.
  public static let dialectName = "lucidrains"

  /// The step of the bar in front: `name:  12%|#2   | 150/150000 [...]`, whatever the bar is drawn with.
  private static func step(_ cursor: TextCursor) -> Int? {
    var probe = cursor
    while probe.skip(past: "| ") {
      var number = probe
      if let step = number.integer(), number.match("/") { return step }
    }
    return nil
  }

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .lucidrains) { cursor, rows in
      var bar = cursor
      guard bar.skip(past: "G: "), bar.number() != nil, bar.match(" | D: ") else { return false }
      if let step = step(cursor) { rows.add("step", Double(step)) }
      return cursor.skip(to: "G: ")
    }
  }
}
