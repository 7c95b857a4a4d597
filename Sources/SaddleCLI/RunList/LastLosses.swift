// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns

/// The losses that a run logged last, read from the end of its event file.
struct LastLosses: Sendable, Equatable {
  /// The generator's, with four digits; nil where none was found.
  private(set) var generator: String?
  /// The discriminator's, with four digits; nil where none was found.
  private(set) var discriminator: String?

  /// So much of the file's end is read: some hundred steps, or a few sample grids and some steps.
  private static let tailBytes = 1 << 20

  init(_ run: RunDirectory) {
    guard let data = try? RegularFile.tail(run.events, limit: Self.tailBytes) else { return }
    var rows = ParsedRows()
    var parser = EventFileParser()
    data.withUnsafeBytes { parser.consume($0, into: &rows) }
    parser.finish(into: &rows)
    let names = rows.columns.names
    for cell in rows.cells.reversed() {
      let column = Int(cell.column)
      guard names.indices.contains(column) else { continue }
      switch names[column] {
      case Signal.lossGenerator.rawValue where generator == nil:
        generator = Self.text(cell.value)
      case Signal.lossDiscriminator.rawValue where discriminator == nil:
        discriminator = Self.text(cell.value)
      default: break
      }
      if generator != nil, discriminator != nil { return }
    }
  }

  private static func text(_ value: Double) -> String {
    String(format: "%.4g", value)
  }
}
