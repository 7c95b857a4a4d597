// SPDX-License-Identifier: Apache-2.0

/// A picture in memory: 8-bit gray or color, rows from the top, channels interleaved.
///
/// Copies share their bytes until one of them is changed. Networks read it as `planes`.
///
/// ```swift
/// import SaddleImage
///
/// let image = try Image(width: 28, height: 28, channels: 1, filledWith: .black)
/// let file = try image.resized(width: 14, height: 14, filter: .area).encodePNG()
/// print(try ImageDecoder.decode(file).planes.count)
/// ```
public struct Image: Equatable, Sendable {
  /// Pixels across, at least 1.
  public let width: Int
  /// Pixels down, at least 1.
  public let height: Int
  /// 1 (gray) or 3 (red, green, blue).
  public let channels: Int
  /// `height * width * channels` bytes, 0...255.
  public private(set) var pixels: [UInt8]

  /// Creates a picture from its bytes.
  ///
  /// - Parameters:
  ///   - width: Pixels across, at least 1.
  ///   - height: Pixels down, at least 1.
  ///   - channels: 1 or 3.
  ///   - pixels: `height * width * channels` bytes.
  /// - Throws: `ImageError` of code `.invalidArgument` if the sizes don't fit.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) throws(ImageError) {
    let size = try Image.byteCount(width: width, height: height, channels: channels)
    guard size == pixels.count else {
      throw ImageError(
        .invalidArgument,
        "\(pixels.count) bytes for a picture of \(width) x \(height) with \(channels) channel(s)"
      )
    }
    self.init(width, height, channels, pixels)
  }

  /// Creates a picture of one color.
  ///
  /// - Parameters:
  ///   - width: Pixels across, at least 1.
  ///   - height: Pixels down, at least 1.
  ///   - channels: 1 or 3.
  ///   - color: The color; with 1 channel its gray value.
  /// - Throws: `ImageError` of code `.invalidArgument` if a size is not positive.
  public init(
    width: Int,
    height: Int,
    channels: Int,
    filledWith color: Color
  ) throws(ImageError) {
    let size = try Image.byteCount(width: width, height: height, channels: channels)
    var pixels = [UInt8](repeating: channels == 1 ? color.luma : color.red, count: size)
    if channels == 3 && !color.isGray {
      for index in stride(from: 0, to: size, by: 3) {
        pixels[index + 1] = color.green
        pixels[index + 2] = color.blue
      }
    }
    self.init(width, height, channels, pixels)
  }

  /// Creates a picture whose sizes are already known to fit.
  init(_ width: Int, _ height: Int, _ channels: Int, _ pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// Returns the bytes that a picture of that size takes, or throws if there is no such picture.
  static func byteCount(width: Int, height: Int, channels: Int) throws(ImageError) -> Int {
    let area = width.multipliedReportingOverflow(by: height)
    let size = area.partialValue.multipliedReportingOverflow(by: channels)
    guard width > 0, height > 0, channels == 1 || channels == 3, !area.overflow, !size.overflow
    else {
      throw ImageError(
        .invalidArgument,
        "no picture is \(width) x \(height) with \(channels) channels; channels are 1 or 3"
      )
    }
    return size.partialValue
  }

  /// Returns the byte of one channel of one pixel.
  ///
  /// - Parameters:
  ///   - x: Column, `0 ..< width`.
  ///   - y: Row, `0 ..< height`.
  ///   - channel: `0 ..< channels`.
  /// - Precondition: All three are in range.
  public subscript(x: Int, y: Int, channel: Int = 0) -> UInt8 {
    get { pixels[index(x, y, channel)] }
    set { pixels[index(x, y, channel)] = newValue }
  }

  private func index(_ x: Int, _ y: Int, _ channel: Int) -> Int {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height && channel >= 0 && channel < channels,
      "pixel out of range"
    )
    return (y * width + x) * channels + channel
  }
}

/// An opaque color, 8 bits a channel.
public struct Color: Equatable, Hashable, Sendable, Codable, CustomStringConvertible {
  /// Red, 0...255.
  public var red: UInt8
  /// Green, 0...255.
  public var green: UInt8
  /// Blue, 0...255.
  public var blue: UInt8

  /// Creates a color.
  ///
  /// - Parameters:
  ///   - red: 0...255.
  ///   - green: 0...255.
  ///   - blue: 0...255.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// `#ffffff`.
  public static let white = Color(red: 255, green: 255, blue: 255)
  /// `#000000`.
  public static let black = Color(red: 0, green: 0, blue: 0)
  /// Middle gray, 0 in the networks' range of -1...1 (to half a step).
  public static let gray = Color(red: 128, green: 128, blue: 128)

  /// Reads `white`, `black`, `gray`, `gray` or `#rrggbb`; nil for anything else.
  ///
  /// - Parameter text: The color as a user writes it.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "white": self = .white
    case "black": self = .black
    case "grey", "gray": self = .gray
    default:
      let digits = text.utf8.dropFirst()
      guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6,
        digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
        let value = UInt32(text.dropFirst(), radix: 16)
      else { return nil }
      self.init(
        red: UInt8(truncatingIfNeeded: value >> 16),
        green: UInt8(truncatingIfNeeded: value >> 8),
        blue: UInt8(truncatingIfNeeded: value)
      )
    }
  }

  /// The color as `#rrggbb`.
  public var description: String {
    let digits = Array("0123456789abcdef")
    return [red, green, blue].reduce(into: "#") { text, value in
      text.append(digits[Int(value >> 4)])
      text.append(digits[Int(value & 15)])
    }
  }

  /// Whether the three channels are equal.
  public var isGray: Bool { red == green && green == blue }

  /// The gray value by the weights of ITU-R BT.601, `0.299 red + 0.587 green + 0.114 blue`.
  public var luma: UInt8 {
    Image.luma(red, green, blue)
  }
}
