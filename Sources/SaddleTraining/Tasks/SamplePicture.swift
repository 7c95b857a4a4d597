// SPDX-License-Identifier: Apache-2.0

import SaddleImage
import SaddleTorch

/// Pictures of samples: a grid of images, or points over the data.
enum SamplePicture {
  /// Returns images from values in -1...1, values beyond cut off.
  ///
  /// - Parameter samples: Shape `[count, channels, height, width]`.
  static func images(_ samples: Tensor) throws -> [Image] {
    let shape = try samples.shape
    let (channels, height, width) = (shape[1], shape[2], shape[3])
    let values: [Float] = try samples.permuted(0, 2, 3, 1).contiguous().array()
    let size = channels * height * width
    return try stride(from: 0, to: values.count, by: size).map { start in
      let pixels = values[start..<start + size].map { value in
        UInt8(clamping: Int((min(max(value.isFinite ? value : 0, -1), 1) + 1) * 127.5 + 0.5))
      }
      return try Image(width: width, height: height, channels: channels, pixels: pixels)
    }
  }

  /// Returns a grid of images from values in -1...1.
  ///
  /// - Parameters:
  ///   - samples: Shape `[count, channels, height, width]`.
  ///   - columns: Images in a row.
  static func grid(_ samples: Tensor, columns: Int) throws -> Image {
    let images = try images(samples)
    // Small images are enlarged by a whole factor, so that a grid can be looked at as it is.
    let side = (images.first?.width ?? 1) * columns
    return try ImageGrid(columns: columns, scale: max(1, 512 / side)).compose(images)
  }

  /// Returns a scatter plot: real points gray, fake points blue.
  ///
  /// - Parameters:
  ///   - real: x, y pairs of the data.
  ///   - fake: x, y pairs of samples; those outside of the picture are left out.
  static func scatter(real: [Float], fake: [Float], side: Int = 480) throws -> Image {
    let extent = real.reduce(Float(1e-6)) { max($0, abs($1)) } * 1.25
    var pixels = [UInt8](repeating: 255, count: side * side * 3)
    func draw(_ points: [Float], _ color: [UInt8]) {
      for index in stride(from: 0, to: points.count - 1, by: 2) {
        let x = (points[index] / extent + 1) / 2 * Float(side)
        let y = (1 - (points[index + 1] / extent + 1) / 2) * Float(side)
        guard x.isFinite, y.isFinite, abs(x) < 1e6, abs(y) < 1e6 else { continue }
        for dy in -1...1 {
          for dx in -1...1 {
            let (column, row) = (Int(x) + dx, Int(y) + dy)
            guard (0..<side).contains(column), (0..<side).contains(row) else { continue }
            let start = (row * side + column) * 3
            pixels.replaceSubrange(start..<start + 3, with: color)
          }
        }
      }
    }
    draw(real, [190, 190, 190])
    draw(fake, [31, 97, 200])
    return try Image(width: side, height: side, channels: 3, pixels: pixels)
  }
}
