// SPDX-License-Identifier: Apache-2.0

/// The tables that Keras' AC-GAN example prints after each epoch.
///
///     Testing for epoch 3:
///     component              | loss | generation_loss | auxiliary_loss
///     -----------------------------------------------------------------
///     generator (train)      | 9.07 | 6.76            | 2.31
///     discriminator (test)   | 1.20 | 0.00            | 1.20
///
/// Row and column together name a value, as in `generator/generation_loss`; what was measured on test
/// data is passed over.
///
/// - Source: keras-team/keras, `examples/mnist_acgan.py`; lukedeo/keras-acgan.
public enum KerasACGANImporter: LineImporter {
  /// See `Importer`.
  public static let id = "keras-acgan"
  /// See `Importer`.
  public static let title = "Keras' AC-GAN example"
  /// See `Importer`.
  public static let dialectName = "kerasACGAN"

  static func makeReader() -> Reader { Reader() }

  /// Surer than of the progress bars between the tables.
  public static func confidence(_ probe: LogProbe) -> Double {
    probe.isText && hits(probe) > 0 ? 0.95 : 0
  }

  struct Reader: LineReader {
    private let splitter = CellSplitter(separator: .bar)
    private var cells: [Range<Int>] = []
    private var names: [String] = []
    private var epoch: Int?

    mutating func read(_ line: UnsafeRawBufferPointer, into rows: inout ParsedRows) -> Bool {
      guard line.count <= 4096 else { return false }
      var cursor = TextCursor(line)
      if cursor.match("Testing for epoch "), let number = cursor.integer() {
        epoch = number
        names = []
        return true
      }
      guard epoch != nil, line.contains(.bar) else { return false }
      splitter.split(line, into: &cells)
      guard let first = cells.first, cells.count >= 2 else { return false }
      let title = String(decoding: line[first], as: UTF8.self)
      if title == "component" {
        names = cells.map { String(decoding: line[$0], as: UTF8.self) }
        return true
      }
      guard cells.count == names.count, title.hasSuffix(")") else { return false }
      return readRow(title, line, into: &rows)
    }

    private func readRow(
      _ title: String,
      _ line: UnsafeRawBufferPointer,
      into rows: inout ParsedRows
    ) -> Bool {
      guard let network = title.split(separator: " ").first, let epoch else { return false }
      if title.hasSuffix("(test)") { return true }
      rows.add("epoch", Double(epoch))
      for (name, cell) in zip(names, cells).dropFirst() {
        guard let value = NumberText.parse(UnsafeRawBufferPointer(rebasing: line[cell])) else {
          continue
        }
        rows.add("\(network)/\(name)", value)
      }
      rows.endRow()
      return true
    }
  }
}
