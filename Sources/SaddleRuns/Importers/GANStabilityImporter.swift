// SPDX-License-Identifier: Apache-2.0

/// The console lines of LMescheder/GAN_stability.
///
///     [epoch 0, it  100] g_loss = 0.6931, d_loss = 1.3862, reg=0.0123
///
/// - Source: `train.py`.
public enum GANStabilityImporter: LineImporter {
  /// See `Importer`.
  public static let id = "gan-stability"
  /// See `Importer`.
  public static let title = "GAN_stability console"
  /// See `Importer`.
  public static let dialectName = "common"

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .common) { cursor, rows in
      guard cursor.match("[epoch") else { return false }
      cursor.skipSpaces()
      guard let epoch = cursor.integer(), cursor.match(",") else { return false }
      cursor.skipSpaces()
      guard cursor.match("it") else { return false }
      cursor.skipSpaces()
      guard let step = cursor.integer(), cursor.match("]") else { return false }
      rows.add("epoch", Double(epoch))
      rows.add("step", Double(step))
      return true
    }
  }
}
