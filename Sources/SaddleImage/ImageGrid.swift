// SPDX-License-Identifier: Apache-2.0

/// Many pictures side by side as one: the sample grids of a run.
public struct ImageGrid: Sendable {
  /// How many pictures a row holds; nil for about a square.
  public var columns: Int?
  /// Pixels between pictures and around them.
  public var padding: Int
  /// What the padding and empty places show.
  public var background: Color
  /// Whole-number enlargement of each picture, so that 28 x 28 can be seen; at least 1.
  public var scale: Int

  /// Creates a layout.
  ///
  /// - Parameters:
  ///   - columns: Pictures a row; nil for about a square.
  ///   - padding: Pixels between pictures and around them.
  ///   - background: What the padding shows.
  ///   - scale: Whole-number enlargement, at least 1.
  public init(
    columns: Int? = nil,
    padding: Int = 2,
    background: Color = .white,
    scale: Int = 1
  ) {
    self.columns = columns
    self.padding = padding
    self.background = background
    self.scale = scale
  }

  /// Returns the pictures as one, row by row from the top left.
  ///
  /// Each cell is as large as the largest picture; smaller ones stand in its middle. The grid is in
  /// color as soon as one picture or the background is.
  ///
  /// - Parameter images: At least one picture.
  /// - Throws: `ImageError` of code `.invalidArgument` if there is no picture or the layout is
  ///   impossible.
  public func compose(_ images: [Image]) throws(ImageError) -> Image {
    let count = images.count
    let across = min(count, columns ?? Int(Double(count).squareRoot().rounded(.up)))
    guard count > 0, across > 0, padding >= 0, scale > 0, padding < 1 << 16, scale < 1 << 10 else {
      throw ImageError(
        .invalidArgument,
        "no grid of \(count) pictures in \(across) columns with padding \(padding), scale \(scale)"
      )
    }
    let cellWidth = (images.map(\.width).max() ?? 1) * scale
    let cellHeight = (images.map(\.height).max() ?? 1) * scale
    let isColor = !background.isGray || images.contains { $0.channels == 3 }
    let down = (count + across - 1) / across
    var grid = try Image(
      width: across * (cellWidth + padding) + padding,
      height: down * (cellHeight + padding) + padding,
      channels: isColor ? 3 : 1,
      filledWith: background
    )
    for (index, image) in images.enumerated() {
      let cell = try image.converted(toChannels: grid.channels)
        .resized(width: image.width * scale, height: image.height * scale, filter: .area)
      grid.paste(
        cell,
        x: padding + index % across * (cellWidth + padding) + (cellWidth - cell.width) / 2,
        y: padding + index / across * (cellHeight + padding) + (cellHeight - cell.height) / 2
      )
    }
    return grid
  }
}
