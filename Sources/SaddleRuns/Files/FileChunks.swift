// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is read piece by piece, from any offset.
///
/// Nothing is mapped: a file that is cut or replaced while it is being read ends early, it does
/// not end the process.
public final class FileChunks {
  /// Bytes of a piece.
  public static let chunkBytes = 256 << 10

  /// The file.
  public let path: String
  private let file: Int32
  private var buffer: [UInt8]

  /// Opens `path` for reading; anything but a regular file is refused.
  ///
  /// - Throws: `FileError`.
  public init(_ path: String) throws(FileError) {
    self.path = path
    file = try RegularFile.open(path)
    buffer = Array(repeating: 0, count: FileChunks.chunkBytes)
  }

  deinit {
    close(file)
  }

  /// Calls `body` with each piece from `offset` on until the file ends.
  ///
  /// - Throws: `FileError` on an error of the system, and what `body` throws.
  public func read(
    from offset: Int = 0,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var position = offset
    while true {
      let count = try readChunk(at: position)
      if count == 0 { return }
      try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      position += count
    }
  }

  /// Returns the next piece at `offset`, empty at the end of the file.
  public func chunk(at offset: Int) throws(FileError) -> ArraySlice<UInt8> {
    let count = try readChunk(at: offset)
    return buffer[..<count]
  }

  private func readChunk(at offset: Int) throws(FileError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes {
        pread(file, $0.baseAddress, $0.count, off_t(offset))
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError("read", path) }
    }
  }

  /// Returns up to `limit` bytes from the beginning.
  public static func head(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try FileChunks(path)
    var result: [UInt8] = []
    while result.count < limit {
      let piece = try file.chunk(at: result.count)
      if piece.isEmpty { break }
      result.append(contentsOf: piece.prefix(limit - result.count))
    }
    return result
  }

  /// Returns the whole content of a small file.
  public static func wholeFile(_ path: String, limit: Int) throws -> [UInt8] {
    let bytes = try head(path, limit: limit + 1)
    guard bytes.count <= limit else {
      throw LogError(path, "it has more than \(limit) bytes; that is not a file of this kind")
    }
    return bytes
  }
}

/// What stands at a path.
enum PathKind: Sendable, Equatable {
  case file(bytes: Int)
  case folder
  /// A pipe, a device, a socket.
  case stream

  init(_ path: String) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError("open", path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG: self = .file(bytes: Int(status.st_size))
    default: self = .stream
    }
  }
}

/// Which folder a path leads to, whatever the links.
struct FolderIdentity: Hashable {
  private let device: UInt64
  private let node: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    node = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
