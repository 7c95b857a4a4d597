// SPDX-License-Identifier: Apache-2.0

extension Image {
  /// The picture as networks read it: `[channels, height, width]`, -1...1 (`byte / 127.5 - 1`).
  public var planes: [Float] {
    var result = [Float](repeating: 0, count: pixels.count)
    result.withUnsafeMutableBufferPointer { target in
      Image.writePlanes(of: pixels[...], channels: channels, into: target)
    }
    return result
  }

  /// Writes interleaved bytes as planes in -1...1.
  ///
  /// - Parameters:
  ///   - pixels: `height * width * channels` bytes, channels interleaved.
  ///   - channels: 1 or 3.
  ///   - target: As many numbers as there are bytes.
  /// - Precondition: `target` has as many elements as `pixels`.
  public static func writePlanes(
    of pixels: ArraySlice<UInt8>,
    channels: Int,
    into target: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(target.count == pixels.count, "one number a byte")
    pixels.withUnsafeBufferPointer { source in
      let area = source.count / channels
      for channel in 0..<channels {
        for index in 0..<area {
          target[channel * area + index] = Float(source[index * channels + channel]) / 127.5 - 1
        }
      }
    }
  }

  /// Creates a picture from a network's output.
  ///
  /// `byte = round((value + 1) * 127.5)`, cut off at 0 and 255.
  ///
  /// - Parameters:
  ///   - planes: `[channels, height, width]`, -1...1.
  ///   - channels: 1 or 3.
  ///   - height: Pixels down.
  ///   - width: Pixels across.
  /// - Throws: `ImageError` of code `.invalidArgument` if the sizes don't fit or a value is NaN or
  ///   infinite: such numbers are reported, never painted over.
  public init(
    planes: some RandomAccessCollection<Float>,
    channels: Int,
    height: Int,
    width: Int
  ) throws(ImageError) {
    let size = try Image.byteCount(width: width, height: height, channels: channels)
    let broken = planes.reduce(0) { $0 + ($1.isFinite ? 0 : 1) }
    guard size == planes.count, broken == 0 else {
      throw ImageError(
        .invalidArgument,
        broken > 0
          ? "\(broken) of \(planes.count) values are NaN or infinite"
          : "\(planes.count) values for \(channels) x \(height) x \(width)"
      )
    }
    var pixels = [UInt8](repeating: 0, count: size)
    let area = width * height
    for (position, value) in planes.enumerated() {
      let byte = min(255, max(0, ((value + 1) * 127.5).rounded()))
      pixels[position % area * channels + position / area] = UInt8(byte)
    }
    self.init(width, height, channels, pixels)
  }
}
