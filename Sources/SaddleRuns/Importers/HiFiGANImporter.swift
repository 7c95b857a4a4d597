// SPDX-License-Identifier: Apache-2.0

/// The console lines of jik876/hifi-gan.
///
///     Steps : 5, Gen Loss Total : 1.234, Mel-Spec. Error : 0.123, s/b : 0.123
///
/// - Source: `train.py`; it does not log the discriminators.
public enum HiFiGANImporter: LineImporter {
  /// See `Importer`.
  public static let id = "hifi-gan"
  /// See `Importer`.
  public static let title = "HiFi-GAN console"
  /// See `Importer`.
  public static let dialectName = "hifiGAN"

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .hifiGAN) { cursor, rows in
      guard cursor.match("Steps : "), let step = cursor.integer(), cursor.match(", "),
        cursor.sees("Gen Loss")
      else { return false }
      rows.add("step", Double(step))
      return true
    }
  }
}
