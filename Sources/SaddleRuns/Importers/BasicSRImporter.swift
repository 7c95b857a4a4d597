// SPDX-License-Identifier: Apache-2.0

/// The log of BasicSR, Real-ESRGAN and their descendants.
///
///     2022-01-01 12:00:00,000 INFO: [expna..][epoch:  0, iter:   1,000, lr:(1.000e-04,)] ...
///     ... [eta: 1 day, 2:03:04, time (data): 0.123 (0.001)] l_g_pix: 1.2345e-02 l_d_real: ...
///
/// The iteration has thousands separators.
///
/// - Source: XPixelGroup/BasicSR, `basicsr/utils/logger.py`.
public enum BasicSRImporter: LineImporter {
  /// See `Importer`.
  public static let id = "basicsr"
  /// See `Importer`.
  public static let title = "BasicSR log"
  /// See `Importer`.
  public static let dialectName = "basicSR"

  /// `# psnr: 27.1034  Best: 27.2 @ 30000 iter`, below the line of the iteration that was validated.
  private static func validation(_ cursor: inout TextCursor) -> Bool {
    var probe = cursor
    probe.skipSpaces()
    guard probe.match("#") else { return false }
    var best = probe
    let end = best.skip(to: "Best:") ? best.position : probe.end
    cursor = TextCursor(cursor.bytes, from: probe.position, to: end)
    return true
  }

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .basicSR) { cursor, rows in
      if validation(&cursor) { return true }
      guard cursor.skip(past: "[epoch:") else { return false }
      cursor.skipSpaces()
      guard let epoch = cursor.integer(), cursor.match(",") else { return false }
      cursor.skipSpaces()
      guard cursor.match("iter:") else { return false }
      cursor.skipSpaces()
      guard let step = cursor.integer(grouped: true) else { return false }
      rows.add("step", Double(step))
      rows.add("epoch", Double(epoch))
      if cursor.skip(past: "lr:("), let rate = cursor.number() { rows.add("lr", rate) }
      // The losses stand behind the bracket with the times.
      if !cursor.skip(past: "time (data):") { return cursor.skip(past: "]") }
      return cursor.skip(past: "]")
    }
  }
}
