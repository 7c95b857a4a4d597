// SPDX-License-Identifier: Apache-2.0

/// The console lines of eriklindernoren/Keras-GAN and its many copies.
///
///     120 [D loss: 0.693, acc.: 51.56%] [G loss: 0.812]
///     epoch 3/200 [D loss: 0.693] [G loss: 0.812]
///     37: [D loss: 0.693, acc: 0.516]  [A loss: 0.812, acc: 0.483]
///
/// The leading number is the iteration, although many call it epoch. In the last form A is the
/// adversarial model, the generator under a fixed discriminator.
///
/// - Source: eriklindernoren/Keras-GAN, roatienza/Deep-Learning-Experiments.
public enum KerasGANImporter: LineImporter {
  /// See `Importer`.
  public static let id = "keras-gan"
  /// See `Importer`.
  public static let title = "Keras-GAN console"
  /// See `Importer`.
  public static let dialectName = "kerasGAN"

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .kerasGAN) { cursor, rows in
      _ = cursor.match("epoch ")
      guard let step = cursor.integer() else { return false }
      if cursor.match("/") { _ = cursor.integer() }
      _ = cursor.match(":")
      cursor.skipSpaces()
      guard cursor.match("["), cursor.sees("D loss") else { return false }
      rows.add("step", Double(step))
      return true
    }
  }
}
