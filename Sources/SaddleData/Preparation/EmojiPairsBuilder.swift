// SPDX-License-Identifier: Apache-2.0

internal import SaddleImage

/// The emoji that two designers drew: EmojiOne's on the left, Noto's of the same code points on the
/// right, for pix2pix.
struct EmojiPairsBuilder: SetBuilder {
  let hasTransparency = true
  let joinsSimilar = true
  let splitRule = EmojiBuilder().splitRule

  func pictures(
    in root: String,
    _ request: PrepareRequest,
    report: inout DataReport,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(DataError) -> [PreparedPicture] {
    let inputs = try GemojioneBuilder()
      .pictures(in: root, request, report: &report, progress: progress)
    let targets = try EmojiBuilder()
      .pictures(in: root, request, report: &report, progress: progress)
    let drawn = Dictionary(targets.map { (Self.plain($0.name), $0) }) { first, _ in first }
    var pairs: [PreparedPicture] = []
    for input in inputs {
      guard let target = drawn[Self.plain(input.name)] else { continue }
      do throws(ImageError) {
        let image = try Self.beside(input.image, target.image)
        pairs.append(PreparedPicture(name: input.name, image: image, key: input.key))
      } catch {
        report.skip(error, named: input.name)
      }
    }
    report.notes.append(
      "\(inputs.count - pairs.count) emoji that the other designer lacks left out"
    )
    return pairs
  }

  /// A name without the selector that asks for the drawing in color, which one of both may lack.
  static func plain(_ name: String) -> String {
    name.split(separator: "_").filter { $0 != "fe0f" }.joined(separator: "_")
  }

  /// Returns two pictures of one size side by side.
  static func beside(_ left: Image, _ right: Image) throws(ImageError) -> Image {
    let (line, rows) = (left.width * left.channels, min(left.height, right.height))
    var pixels: [UInt8] = []
    pixels.reserveCapacity(2 * line * rows)
    for row in 0..<rows {
      pixels += left.pixels[(row * line)..<((row + 1) * line)]
      pixels += right.pixels[(row * line)..<((row + 1) * line)]
    }
    return try Image(width: 2 * left.width, height: rows, channels: left.channels, pixels: pixels)
  }
}
