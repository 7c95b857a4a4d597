// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Image {
  /// How a picture's size is changed.
  ///
  /// All of them widen with the reduction when a picture becomes smaller, so that every source
  /// pixel counts (antialiased, as Pillow does; OpenCV's and PyTorch's default bilinear don't,
  /// which changes FID visibly: Parmar et al., "On Aliased Resizing", arXiv:2104.11222).
  public enum Filter: String, Codable, Sendable, CaseIterable {
    /// Mean over the covered area (Pillow's BOX); enlarging repeats pixels.
    case area
    /// Triangle, radius 1 (Pillow's BILINEAR).
    case bilinear
    /// Cubic convolution with a = -0.5, radius 2 (Pillow's BICUBIC).
    case bicubic
    /// Windowed sinc, radius 3 (Pillow's LANCZOS).
    case lanczos

    var radius: Double {
      switch self {
      case .area: 0.5
      case .bilinear: 1
      case .bicubic: 2
      case .lanczos: 3
      }
    }

    func weight(_ distance: Double) -> Double {
      let x = abs(distance)
      switch self {
      case .area: return distance > -0.5 && distance <= 0.5 ? 1 : 0
      case .bilinear: return max(0, 1 - x)
      case .bicubic:
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
      case .lanczos:
        if x == 0 { return 1 }
        return x < 3 ? 3 * sin(.pi * x) * sin(.pi * x / 3) / (.pi * .pi * x * x) : 0
      }
    }
  }

  /// How a picture is brought to a size of another shape.
  public enum Fit: String, Codable, Sendable, CaseIterable {
    /// Scales until the target is covered and cuts the middle out; nothing is distorted.
    case cover
    /// Scales until the picture fits and fills the rest with the background.
    case contain
    /// Scales both sides independently; distorts.
    case stretch
  }

  /// Returns the picture scaled to exactly that size.
  ///
  /// Separable, horizontal pass first, accumulated in `Float`, rounded once at the end (Pillow
  /// rounds between the passes, so single pixels may differ from it by 1).
  ///
  /// - Parameters:
  ///   - width: New pixels across, at least 1.
  ///   - height: New pixels down, at least 1.
  ///   - filter: The kernel.
  /// - Returns: The scaled picture; the same one if the size is unchanged.
  /// - Throws: `ImageError` of code `.invalidArgument` if a size is not positive.
  public func resized(
    width: Int,
    height: Int,
    filter: Filter = .bilinear
  ) throws(ImageError) -> Image {
    _ = try Image.byteCount(width: width, height: height, channels: channels)
    if width == self.width && height == self.height { return self }
    let across = ResampleWeights(from: self.width, to: width, filter: filter)
    let down = ResampleWeights(from: self.height, to: height, filter: filter)
    return Image(
      width,
      height,
      channels,
      down.applyDown(to: across.applyAcross(to: self), self, width)
    )
  }

  /// Returns the picture brought to a size by one of the three ways to treat another shape.
  ///
  /// - Parameters:
  ///   - width: New pixels across, at least 1.
  ///   - height: New pixels down, at least 1.
  ///   - fit: What happens when the shapes differ.
  ///   - filter: The kernel.
  ///   - background: What `contain` fills the rest with.
  /// - Returns: A picture of exactly that size.
  /// - Throws: `ImageError` of code `.invalidArgument` if a size is not positive.
  public func fitted(
    width: Int,
    height: Int,
    fit: Fit = .cover,
    filter: Filter = .bilinear,
    background: Color = .white
  ) throws(ImageError) -> Image {
    guard width > 0, height > 0 else {
      throw ImageError(.invalidArgument, "no picture is \(width) x \(height)")
    }
    if fit == .stretch { return try resized(width: width, height: height, filter: filter) }
    let ratioX = Double(width) / Double(self.width)
    let ratioY = Double(height) / Double(self.height)
    let ratio = fit == .cover ? max(ratioX, ratioY) : min(ratioX, ratioY)
    let scaledWidth = ratio == ratioX ? width : max(1, Int((Double(self.width) * ratio).rounded()))
    let scaledHeight =
      ratio == ratioY ? height : max(1, Int((Double(self.height) * ratio).rounded()))
    let scaled = try resized(width: scaledWidth, height: scaledHeight, filter: filter)
    if fit == .cover {
      return try scaled.cropped(
        x: (scaledWidth - width) / 2,
        y: (scaledHeight - height) / 2,
        width: width,
        height: height
      )
    }
    var canvas = try Image(width: width, height: height, channels: channels, filledWith: background)
    canvas.paste(scaled, x: (width - scaledWidth) / 2, y: (height - scaledHeight) / 2)
    return canvas
  }

  /// Copies a picture of the same channels onto this one; what reaches outside is left out.
  mutating func paste(_ image: Image, x: Int, y: Int) {
    guard image.channels == channels else { return }
    for row in 0..<image.height where y + row >= 0 && y + row < height {
      for column in 0..<image.width where x + column >= 0 && x + column < width {
        for channel in 0..<channels {
          self[x + column, y + row, channel] = image[column, row, channel]
        }
      }
    }
  }
}

/// For each target position, the first source position and the weights that add up to 1.
private struct ResampleWeights {
  private var first: [Int] = []
  private var weights: [[Float]] = []

  init(from source: Int, to target: Int, filter: Image.Filter) {
    let scale = Double(source) / Double(target)
    let stretch = max(1, scale)
    let support = filter.radius * stretch
    for position in 0..<target {
      let center = (Double(position) + 0.5) * scale
      let low = max(0, Int((center - support + 0.5).rounded(.down)))
      let high = min(source, max(low + 1, Int((center + support + 0.5).rounded(.down))))
      var row = (low..<high).map { filter.weight((Double($0) + 0.5 - center) / stretch) }
      let sum = row.reduce(0, +)
      if sum == 0 { row[0] = 1 } else { row = row.map { $0 / sum } }
      first.append(min(low, source - 1))
      weights.append(row.map { Float($0) })
    }
  }

  /// Returns the rows of `image` scaled across: `image.height` rows of `first.count` pixels.
  func applyAcross(to image: Image) -> [Float] {
    let channels = image.channels
    var result = [Float](repeating: 0, count: image.height * first.count * channels)
    image.pixels.withUnsafeBufferPointer { source in
      var target = 0
      for y in 0..<image.height {
        for x in first.indices {
          let start = (y * image.width + first[x]) * channels
          for channel in 0..<channels {
            var sum: Float = 0
            var index = start + channel
            for weight in weights[x] {
              sum += weight * Float(source[index])
              index += channels
            }
            result[target] = sum
            target += 1
          }
        }
      }
    }
    return result
  }

  /// Returns rows scaled down and rounded to bytes.
  func applyDown(to rows: [Float], _ image: Image, _ width: Int) -> [UInt8] {
    let stride = width * image.channels
    var result = [UInt8](repeating: 0, count: first.count * stride)
    var sums = [Float](repeating: 0, count: stride)
    for y in first.indices {
      for index in sums.indices { sums[index] = 0 }
      for (offset, weight) in weights[y].enumerated() {
        let start = (first[y] + offset) * stride
        for index in 0..<stride { sums[index] += weight * rows[start + index] }
      }
      for index in 0..<stride {
        result[y * stride + index] = UInt8(min(255, max(0, (sums[index]).rounded())))
      }
    }
    return result
  }
}
