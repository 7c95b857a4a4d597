// SPDX-License-Identifier: Apache-2.0

internal import CImage

/// What a picture may cost at most; checked before anything is allocated.
public struct ImageLimits: Equatable, Sendable, Codable {
  /// Pixels of one picture (width times height).
  public var maximumPixels: Int
  /// Bytes of one file, as it is stored.
  public var maximumFileBytes: Int

  /// Creates limits.
  ///
  /// - Parameters:
  ///   - maximumPixels: Pixels of one picture; 64 megapixels unless told otherwise.
  ///   - maximumFileBytes: Bytes of one file; 256 MB unless told otherwise.
  public init(maximumPixels: Int = 64_000_000, maximumFileBytes: Int = 256_000_000) {
    self.maximumPixels = maximumPixels
    self.maximumFileBytes = maximumFileBytes
  }
}

/// What a picture's header says.
public struct ImageHeader: Equatable, Sendable {
  /// File format, told by the first bytes and never by the name.
  public enum Format: String, Sendable, Codable {
    /// Portable Network Graphics, animated or not.
    case png
    /// JPEG, baseline or progressive.
    case jpeg
  }

  /// File format, told by the first bytes.
  public var format: Format
  /// Pixels across, before any turning.
  public var width: Int
  /// Pixels down, before any turning.
  public var height: Int
  /// Stored channels: 1 gray, 2 gray and alpha, 3 color, 4 color and alpha or CMYK.
  public var storedChannels: Int
  /// Bits of a stored sample.
  public var bitDepth: Int
  /// Whether it has an alpha channel, a transparent palette entry or a transparent key color.
  public var hasAlpha: Bool
  /// Whether the pixels are indices of a palette.
  public var isPalette: Bool
  /// Adam7 PNG or progressive JPEG.
  public var isInterlaced: Bool
  /// CMYK or YCCK.
  public var isCMYK: Bool
  /// More than one frame (APNG); only the still picture is decoded.
  public var isAnimated: Bool
  /// EXIF's orientation, 1...8; 1 where there is none.
  public var orientation: Int
}

/// Reads PNG and JPEG.
///
/// 16-bit samples are scaled to 8, transparency is composited on a stated background (in the stored,
/// gamma-encoded values, as browsers do), CMYK and YCCK become RGB by the plain formula, EXIF's
/// orientation is applied, an animated PNG gives its still picture. Color profiles and gamma chunks
/// are ignored. Damaged picture data is an error, never a half-gray picture.
public enum ImageDecoder {
  /// Reads what the header says, without decoding.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: `ImageError` if it is no picture, cut off or damaged.
  public static func inspect(_ bytes: [UInt8]) throws(ImageError) -> ImageHeader {
    var info = cimage_info()
    try checked { message in cimage_read_info(bytes, bytes.count, &info, message) }
    let metadata = ImageMetadata(of: bytes)
    return ImageHeader(
      format: info.format == CIMAGE_PNG ? .png : .jpeg,
      width: Int(info.width),
      height: Int(info.height),
      storedChannels: Int(info.stored_channels),
      bitDepth: Int(info.bit_depth),
      hasAlpha: info.has_alpha != 0,
      isPalette: info.is_palette != 0,
      isInterlaced: info.is_interlaced != 0,
      isCMYK: info.is_cmyk != 0,
      isAnimated: metadata.isAnimated,
      orientation: metadata.orientation
    )
  }

  /// Decodes a picture.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - limits: Checked against the header before memory is taken.
  ///   - background: What shows through transparency.
  /// - Returns: The upright picture: gray where the file is gray, else color.
  /// - Throws: `ImageError` naming the cause.
  public static func decode(
    _ bytes: [UInt8],
    limits: ImageLimits = ImageLimits(),
    background: Color = .white
  ) throws(ImageError) -> Image {
    guard bytes.count <= limits.maximumFileBytes else {
      throw ImageError(
        .tooLarge,
        "\(bytes.count) bytes, and the limit is \(limits.maximumFileBytes)"
      )
    }
    let header = try inspect(bytes)
    let area = header.width.multipliedReportingOverflow(by: header.height)
    guard !area.overflow, area.partialValue <= limits.maximumPixels else {
      throw ImageError(
        .tooLarge,
        "\(header.width) x \(header.height) pixels, and the limit is \(limits.maximumPixels)"
      )
    }
    let isGray = header.storedChannels <= 2 && (!header.hasAlpha || background.isGray)
    let channels = isGray ? 1 : 3
    let size = try Image.byteCount(width: header.width, height: header.height, channels: channels)
    let color = [background.red, background.green, background.blue]
    var failure: ImageError?
    let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(ImageError) {
        try checked { message in
          cimage_decode(
            bytes,
            bytes.count,
            color,
            Int32(channels),
            buffer.baseAddress,
            size,
            message
          )
        }
        count = size
      } catch {
        failure = error
        count = 0
      }
    }
    if let failure { throw failure }
    return Image(header.width, header.height, channels, pixels).oriented(header.orientation)
  }

  /// Reads and decodes a file.
  ///
  /// - Parameters:
  ///   - path: The file; pipes, devices and folders are refused without blocking.
  ///   - limits: Checked before memory is taken.
  ///   - background: What shows through transparency.
  /// - Returns: The upright picture.
  /// - Throws: `ImageError` naming the file and the cause.
  public static func decode(
    path: FileName,
    limits: ImageLimits = ImageLimits(),
    background: Color = .white
  ) throws(ImageError) -> Image {
    do {
      let bytes = try FileBytes.read(path, maximumBytes: limits.maximumFileBytes)
      return try decode(bytes, limits: limits, background: background)
    } catch {
      throw error.at(path.description)
    }
  }

  /// Reads and decodes a file.
  ///
  /// - Parameters:
  ///   - path: The file; pipes, devices and folders are refused without blocking.
  ///   - limits: Checked before memory is taken.
  ///   - background: What shows through transparency.
  /// - Returns: The upright picture.
  /// - Throws: `ImageError` naming the file and the cause.
  public static func decode(
    path: String,
    limits: ImageLimits = ImageLimits(),
    background: Color = .white
  ) throws(ImageError) -> Image {
    try decode(path: FileName(path), limits: limits, background: background)
  }
}
