// SPDX-License-Identifier: Apache-2.0

/// The console lines of eriklindernoren/PyTorch-GAN.
///
///     [Epoch 3/200] [Batch 10/938] [D loss: 0.456] [G loss: 1.234]
///     [Epoch 3/200] [Batch 10/938] [D loss: 0.4, acc: 87%] [G loss: 1.2, adv: 0.9, cycle: 0.1]
///
/// - Source: `implementations/*/*.py`; many have no line feed between carriage returns.
public enum PyTorchGANImporter: LineImporter {
  /// See `Importer`.
  public static let id = "pytorch-gan"
  /// See `Importer`.
  public static let title = "PyTorch-GAN console"
  /// See `Importer`.
  public static let dialectName = "pytorchGAN"

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .pytorchGAN) { cursor, rows in
      // Axis words in brackets, then losses in brackets.
      guard cursor.match("[Epoch "), let epoch = cursor.integer(), cursor.match("/"),
        cursor.integer() != nil, cursor.match("]")
      else { return false }
      cursor.skipSpaces()
      guard cursor.match("[Batch "), let batch = cursor.integer(), cursor.match("/"),
        let total = cursor.integer(), cursor.match("]")
      else { return false }
      rows.add("epoch", Double(epoch))
      rows.add("batch", Double(batch))
      rows.add("batches_per_epoch", Double(total))
      return true
    }
  }
}
