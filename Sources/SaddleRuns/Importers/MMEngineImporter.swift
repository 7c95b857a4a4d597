// SPDX-License-Identifier: Apache-2.0

/// The console log of MMEngine, MMagic and MMGeneration.
///
///     2023/01/01 12:00:00 - mmengine - INFO - Iter(train) [  100/10000]  lr: 1.0e-04  eta: ...
///     2022-01-01 12:00:00,000 - mmgen - INFO - Iter [100/10000]  lr: ...  loss_disc_fake: 0.69
///
/// - Source: open-mmlab/mmengine, `mmengine/runner/log_processor.py`.
public enum MMEngineImporter: LineImporter {
  /// See `Importer`.
  public static let id = "mmengine"
  /// See `Importer`.
  public static let title = "MMEngine log"
  /// See `Importer`.
  public static let dialectName = "mmEngine"

  static func makeReader() -> MarkedPairReader {
    MarkedPairReader(dialect: .mmEngine) { cursor, rows in
      guard cursor.skip(past: "INFO - Iter") else { return false }
      _ = cursor.match("(train)")
      cursor.skipSpaces()
      guard cursor.match("[") else { return false }
      cursor.skipSpaces()
      guard let step = cursor.integer(), cursor.match("/"), cursor.integer() != nil,
        cursor.match("]")
      else { return false }
      rows.add("step", Double(step))
      return true
    }
  }
}
