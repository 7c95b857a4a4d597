// SPDX-License-Identifier: Apache-2.0

internal import CImage

/// The gzip format (RFC 1952), through zlib.
public enum Gzip {
  /// Returns whether bytes begin as a gzip stream does.
  ///
  /// - Parameter bytes: The beginning of a file.
  /// - Returns: Whether the first two bytes are 1f 8b.
  public static func isGzip(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x1f, 0x8b])
  }

  /// Unpacks a stream, but never more than so many bytes.
  ///
  /// - Parameters:
  ///   - bytes: The packed bytes, one or more gzip members.
  ///   - maximumBytes: Unpacking stops here, whatever the stream still holds.
  /// - Returns: The bytes, and whether the stream ended, checksums verified, within them.
  /// - Throws: `ImageError` of code `.truncated` or `.damaged`.
  public static func unpack(
    _ bytes: [UInt8],
    maximumBytes: Int
  ) throws(ImageError) -> (bytes: [UInt8], isWhole: Bool) {
    var failure: ImageError?
    var finished: Int32 = 0
    let result = [UInt8](unsafeUninitializedCapacity: max(0, maximumBytes)) { buffer, count in
      do throws(ImageError) {
        try checked { message in
          cimage_gunzip(
            bytes,
            bytes.count,
            buffer.baseAddress,
            buffer.count,
            &count,
            &finished,
            message
          )
        }
      } catch {
        failure = error
        count = 0
      }
    }
    if let failure { throw failure }
    return (result, finished != 0)
  }

  /// Counts what a stream holds, in constant memory.
  ///
  /// - Parameters:
  ///   - bytes: The packed bytes, one or more gzip members.
  ///   - limit: Counting stops here.
  /// - Returns: The number of bytes, and whether the stream ended, checksums verified, before.
  /// - Throws: `ImageError` of code `.truncated` or `.damaged`.
  public static func size(
    of bytes: [UInt8],
    limit: Int
  ) throws(ImageError) -> (bytes: Int, isWhole: Bool) {
    var size = 0
    var finished: Int32 = 0
    try checked { message in
      cimage_gunzip_size(bytes, bytes.count, max(0, limit), &size, &finished, message)
    }
    return (size, finished != 0)
  }

  /// Packs bytes; the same bytes give the same stream.
  ///
  /// - Parameter bytes: Less than 2 GB.
  /// - Returns: A gzip stream without name or time.
  /// - Throws: `ImageError` if memory runs out.
  public static func pack(_ bytes: [UInt8]) throws(ImageError) -> [UInt8] {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    try checked { message in cimage_gzip(bytes, bytes.count, &out, &count, message) }
    defer { cimage_free(out) }
    return Array(UnsafeBufferPointer(start: out, count: count))
  }

  /// Returns the CRC-32 of bytes, as gzip and PNG use it.
  ///
  /// - Parameters:
  ///   - bytes: Any bytes.
  ///   - checksum: The checksum of what came before.
  /// - Returns: The checksum of both.
  public static func checksum(_ bytes: [UInt8], continuing checksum: UInt32 = 0) -> UInt32 {
    cimage_crc32(checksum, bytes, bytes.count)
  }
}
