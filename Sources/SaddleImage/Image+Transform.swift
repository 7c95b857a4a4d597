// SPDX-License-Identifier: Apache-2.0

extension Image {
  /// Returns gray by the weights of ITU-R BT.601, rounded to nearest.
  static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let sum = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
    return UInt8(truncatingIfNeeded: (sum + 500) / 1000)
  }

  /// Returns the picture with 1 or 3 channels.
  ///
  /// Color becomes gray by `0.299 red + 0.587 green + 0.114 blue` (ITU-R BT.601); gray becomes
  /// color by repetition.
  ///
  /// - Parameter channels: 1 or 3.
  /// - Returns: The converted picture; the same one if nothing changes.
  /// - Precondition: `channels` is 1 or 3.
  public func converted(toChannels channels: Int) -> Image {
    precondition(channels == 1 || channels == 3, "a picture has 1 or 3 channels")
    if channels == self.channels { return self }
    var result = [UInt8]()
    result.reserveCapacity(width * height * channels)
    if channels == 3 {
      for value in pixels {
        result.append(value)
        result.append(value)
        result.append(value)
      }
    } else {
      for index in stride(from: 0, to: pixels.count, by: 3) {
        result.append(Image.luma(pixels[index], pixels[index + 1], pixels[index + 2]))
      }
    }
    return Image(width, height, channels, result)
  }

  /// Returns a part of the picture.
  ///
  /// - Parameters:
  ///   - x: First column.
  ///   - y: First row.
  ///   - width: Columns, at least 1.
  ///   - height: Rows, at least 1.
  /// - Throws: `ImageError` of code `.invalidArgument` if the part reaches outside.
  public func cropped(x: Int, y: Int, width: Int, height: Int) throws(ImageError) -> Image {
    guard x >= 0, y >= 0, width > 0, height > 0, width <= self.width, height <= self.height,
      x <= self.width - width, y <= self.height - height
    else {
      throw ImageError(
        .invalidArgument,
        "the part \(width) x \(height) at (\(x), \(y)) reaches outside \(self.width) x \(self.height)"
      )
    }
    var result = [UInt8]()
    result.reserveCapacity(width * height * channels)
    for row in y..<(y + height) {
      let start = (row * self.width + x) * channels
      result.append(contentsOf: pixels[start..<(start + width * channels)])
    }
    return Image(width, height, channels, result)
  }

  /// Returns the picture mirrored left to right.
  public func mirrored() -> Image {
    remapped(width, height) { x, y in (width - 1 - x, y) }
  }

  /// Returns the picture turned upright as EXIF's orientation says.
  ///
  /// - Parameter orientation: 1...8 as in EXIF 2.3, tag 0x0112; anything else changes nothing.
  /// - Returns: The upright picture; 5...8 exchange width and height.
  public func oriented(_ orientation: Int) -> Image {
    let (w, h) = (width, height)
    switch orientation {
    case 2: return mirrored()
    case 3: return remapped(w, h) { x, y in (w - 1 - x, h - 1 - y) }
    case 4: return remapped(w, h) { x, y in (x, h - 1 - y) }
    case 5: return remapped(h, w) { x, y in (y, x) }
    case 6: return remapped(h, w) { x, y in (y, h - 1 - x) }
    case 7: return remapped(h, w) { x, y in (w - 1 - y, h - 1 - x) }
    case 8: return remapped(h, w) { x, y in (w - 1 - y, x) }
    default: return self
    }
  }

  /// Returns a picture whose pixel (x, y) is this one's pixel `source(x, y)`.
  private func remapped(_ width: Int, _ height: Int, from source: (Int, Int) -> (Int, Int)) -> Image
  {
    var result = [UInt8](repeating: 0, count: pixels.count)
    var target = 0
    for y in 0..<height {
      for x in 0..<width {
        let (column, row) = source(x, y)
        let start = (row * self.width + column) * channels
        for channel in 0..<channels {
          result[target] = pixels[start + channel]
          target += 1
        }
      }
    }
    return Image(width, height, channels, result)
  }
}
