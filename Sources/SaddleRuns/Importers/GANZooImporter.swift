// SPDX-License-Identifier: Apache-2.0

/// The console lines of facebookresearch/pytorch_GAN_zoo.
///
///     [3 :   1200] loss G : 0.123 loss D : 0.456
///
/// - Source: `models/trainer/gan_trainer.py`; the first number is the scale.
public enum GANZooImporter: LineImporter {
  /// See `Importer`.
  public static let id = "gan-zoo"
  /// See `Importer`.
  public static let title = "pytorch_GAN_zoo console"
  /// See `Importer`.
  public static let dialectName = "common"

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .common) { cursor, rows in
      guard cursor.match("["), cursor.integer() != nil else { return false }
      cursor.skipSpaces()
      guard cursor.match(":") else { return false }
      cursor.skipSpaces()
      guard let step = cursor.integer(), cursor.match("]") else { return false }
      cursor.skipSpaces()
      guard cursor.sees("loss G") else { return false }
      rows.add("step", Double(step))
      return true
    }
  }
}
