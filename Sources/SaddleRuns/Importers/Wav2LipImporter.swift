// SPDX-License-Identifier: Apache-2.0

/// The progress bar of Wav2Lip's training with a discriminator.
///
///     Starting Epoch: 0
///     L1: 0.0173, Sync: 0.0, Percep: 0.75 | Fake: 0.6, Real: 0.6: : 1it [00:03,  2.9s/it]
///
/// The values are means over the epoch so far; the bar has no length.
///
/// - Source: Rudrabha/Wav2Lip, `hq_wav2lip_train.py`.
public enum Wav2LipImporter: LineImporter {
  /// See `Importer`.
  public static let id = "wav2lip"
  /// See `Importer`.
  public static let title = "Wav2Lip progress"
  /// See `Importer`.
  public static let dialectName = "lipSync"

  static func makeReader() -> Reader { Reader() }

  struct Reader: LineReader {
    private var console = ConsoleReader(dialect: .lipSync)

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      var cursor = TextCursor(line)
      guard line.count <= 4096 else { return false }
      let isBar =
        cursor.match("L1: ") && cursor.skip(past: ", Sync: ")
        && cursor.skip(past: ", Percep: ")
      guard isBar || TextCursor(line).sees("Starting Epoch: ") else { return false }
      return console.read(line, into: &rows)
    }
  }
}
