// SPDX-License-Identifier: Apache-2.0

/// Counts of files by the ends of their names.
public struct FileKinds: Sendable, Equatable {
  private var counts: [String: Int] = [:]

  /// Endings of pictures that aren't read.
  private static let pictures: Set<String> = [
    ".avif", ".bmp", ".gif", ".heic", ".jp2", ".jxl", ".pbm", ".pgm", ".ppm", ".svg", ".tga",
    ".tif",
    ".tiff", ".webp",
  ]

  /// Creates counts of 0.
  public init() {}

  /// Files that were counted, whatever their kind.
  public var count: Int { counts.values.reduce(0, +) }

  mutating func add(_ name: FileName) {
    let bytes = name.bytes
    let dot = bytes.lastIndex(of: UInt8(ascii: "."))
    let ending = dot.map { bytes[$0...] } ?? []
    let isPlain =
      ending.count > 1 && ending.count < 10
      && ending.dropFirst().allSatisfy {
        UnicodeScalar($0).properties.isAlphabetic && $0 < 128 || (48...57).contains($0)
      }
    counts[isPlain ? String(decoding: ending, as: UTF8.self).lowercased() : "", default: 0] += 1
  }

  /// What was passed over and what to do with pictures among it, such as `3 .webp and 1 .txt: only
  /// PNG and JPEG are read ...`; nil where there is nothing.
  public var passedOver: String? {
    guard !counts.isEmpty else { return nil }
    let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = ranked.prefix(5).map { "\($0.value) \($0.key.isEmpty ? "of other names" : $0.key)" }
    let rest = ranked.dropFirst(5).reduce(0) { $0 + $1.value }
    let list = (shown + (rest > 0 ? ["\(rest) others"] : [])).joined(separator: ", ")
    guard let kind = ranked.first(where: { Self.pictures.contains($0.key) })?.key else {
      return "\(list): only PNG and JPEG are read"
    }
    return "\(list): only PNG and JPEG are read; `mogrify -format png *\(kind)` (ImageMagick) "
      + "makes PNGs of them"
  }
}
