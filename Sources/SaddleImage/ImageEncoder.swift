// SPDX-License-Identifier: Apache-2.0

internal import CImage

extension Image {
  /// Returns the picture as a PNG file.
  ///
  /// Fixed settings and no time stamp: the same pixels give the same bytes.
  ///
  /// - Throws: `ImageError` if libpng refuses the size or memory runs out.
  public func encodePNG() throws(ImageError) -> [UInt8] {
    try encodePNGPixels(pixels, width: width, height: height, channels: channels)
  }

  /// Returns the picture as a baseline JPEG file.
  ///
  /// - Parameter quality: 1...100 on the library's scale.
  /// - Throws: `ImageError` if libjpeg refuses the size or memory runs out.
  public func encodeJPEG(quality: Int = 90) throws(ImageError) -> [UInt8] {
    try encodeJPEGPixels(
      pixels,
      width: width,
      height: height,
      channels: channels,
      quality: min(100, max(1, quality))
    )
  }
}

/// Encodes 1...4 interleaved channels as PNG (2 and 4: with alpha).
package func encodePNGPixels(
  _ pixels: [UInt8],
  width: Int,
  height: Int,
  channels: Int
) throws(ImageError) -> [UInt8] {
  try encoded(pixels, width, height, channels) { out, count, message in
    cimage_encode_png(
      pixels,
      UInt32(width),
      UInt32(height),
      Int32(channels),
      out,
      count,
      message
    )
  }
}

/// Encodes 1, 3 or 4 (CMYK) interleaved channels as JPEG.
package func encodeJPEGPixels(
  _ pixels: [UInt8],
  width: Int,
  height: Int,
  channels: Int,
  quality: Int = 90,
  progressive: Bool = false,
  ycck: Bool = false
) throws(ImageError) -> [UInt8] {
  try encoded(pixels, width, height, channels) { out, count, message in
    cimage_encode_jpeg(
      pixels,
      UInt32(width),
      UInt32(height),
      Int32(channels),
      Int32(quality),
      progressive ? 1 : 0,
      ycck ? 1 : 0,
      out,
      count,
      message
    )
  }
}

private typealias OutputPointer = UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>

private func encoded(
  _ pixels: [UInt8],
  _ width: Int,
  _ height: Int,
  _ channels: Int,
  _ encode: (OutputPointer, UnsafeMutablePointer<Int>, UnsafeMutablePointer<CChar>) -> cimage_status
) throws(ImageError) -> [UInt8] {
  guard width > 0, height > 0, width <= 1 << 20, height <= 1 << 20, (1...4).contains(channels),
    pixels.count == width * height * channels
  else {
    throw ImageError(.invalidArgument, "cannot write a picture of \(width) x \(height)")
  }
  var out: UnsafeMutablePointer<UInt8>?
  var count = 0
  try checked { message in encode(&out, &count, message) }
  defer { cimage_free(out) }
  return Array(UnsafeBufferPointer(start: out, count: count))
}

/// Calls the C side and turns its status and message into an error.
func checked(
  _ body: (UnsafeMutablePointer<CChar>) -> cimage_status
) throws(ImageError) {
  var message = [CChar](repeating: 0, count: CIMAGE_MESSAGE_BYTES)
  let status = message.withUnsafeMutableBufferPointer { buffer in
    buffer.baseAddress.map(body) ?? CIMAGE_OUT_OF_MEMORY
  }
  if status == CIMAGE_OK { return }
  let text = String(
    decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
    as: UTF8.self
  )
  throw ImageError(errorCode(of: status), text)
}

private func errorCode(of status: cimage_status) -> ImageError.Code {
  switch status {
  case CIMAGE_UNRECOGNIZED: .unrecognized
  case CIMAGE_TRUNCATED: .truncated
  case CIMAGE_UNSUPPORTED: .unsupported
  case CIMAGE_OUT_OF_MEMORY: .outOfMemory
  case CIMAGE_INVALID_ARGUMENT: .invalidArgument
  default: .damaged
  }
}
