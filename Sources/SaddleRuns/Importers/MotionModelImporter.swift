// SPDX-License-Identifier: Apache-2.0

/// The log of the First Order Motion Model and its descendants, one line an epoch.
///
///     00000003) perceptual - 126.84937; equivariance_value - 0.33068; gen_gan - 0.41; disc_gan - 0.3
///
/// The epoch is written with eight digits. Most configurations train without a discriminator at first:
/// the terms of the generator's loss are judged all the same.
///
/// - Source: AliaksandrSiarohin/first-order-model, `logger.py` (log_scores); monkey-net,
///   articulated-animation, yoyo-nb/Thin-Plate-Spline-Motion-Model.
public enum MotionModelImporter: LineImporter {
  /// See `Importer`.
  public static let id = "motion"
  /// See `Importer`.
  public static let title = "First Order Motion Model log"
  /// See `Importer`.
  public static let dialectName = "motion"
  /// See `Importer`.
  public static let isOfGame = true

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .motion) { cursor, rows in
      guard let epoch = cursor.integer(), cursor.position == 8, cursor.match(") ") else {
        return false
      }
      var name = cursor
      let isPair = !name.take(while: { Ascii.isWord($0) || $0 == .minus }).isEmpty
      guard isPair, name.match(" - ") else { return false }
      rows.add("epoch", Double(epoch))
      return true
    }
  }
}
