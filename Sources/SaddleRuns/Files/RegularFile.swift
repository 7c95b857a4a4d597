// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Opening what stands under a name that Saddle chose or found, and not one that the user typed.
///
/// Only regular files are opened: a pipe under such a name would be waited for, a device never
/// ends. Opening returns at once, whatever stands there.
public enum RegularFile {
  /// Bytes that `read` takes at most where nothing else is said.
  public static let limit = 1 << 30

  /// Opens a file for reading.
  ///
  /// - Returns: A descriptor, which the caller closes.
  /// - Throws: `FileError`.
  public static func open(_ path: String) throws(FileError) -> Int32 {
    try open(path, O_RDONLY)
  }

  /// Opens a file to write at its end, and creates it where there is none.
  ///
  /// - Returns: A descriptor, which the caller closes.
  /// - Throws: `FileError`.
  public static func openToAppend(_ path: String) throws(FileError) -> Int32 {
    try open(path, O_WRONLY | O_CREAT | O_APPEND)
  }

  /// Returns the content of a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: Bytes that it may have.
  ///   - followsLink: Whether the last part of the path may be a link.
  /// - Throws: `FileError`.
  public static func read(
    _ path: String,
    limit: Int = limit,
    followsLink: Bool = true
  ) throws(FileError) -> Data {
    let file = try open(path, O_RDONLY | (followsLink ? 0 : O_NOFOLLOW))
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    var data = Data()
    do {
      while data.count <= limit, let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        data += piece
      }
    } catch {
      throw FileError("read", path)
    }
    guard data.count <= limit else {
      throw FileError("read", path, code: EFBIG, note: "it has more than \(limit) bytes")
    }
    return data
  }

  /// Returns the last bytes of a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: How many bytes at most.
  /// - Throws: `FileError`.
  public static func tail(_ path: String, limit: Int) throws(FileError) -> Data {
    let handle = FileHandle(fileDescriptor: try open(path), closeOnDealloc: true)
    do {
      let end = try handle.seekToEnd()
      try handle.seek(toOffset: end - min(end, UInt64(clamping: limit)))
      return try handle.read(upToCount: limit) ?? Data()
    } catch {
      throw FileError("read", path)
    }
  }

  private static func open(_ path: String, _ flags: Int32) throws(FileError) -> Int32 {
    let file = Foundation.open(path, flags | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0o644)
    // A pipe without a reader can't even be opened for writing.
    guard file >= 0 else {
      let note = errno == ENXIO ? notAFile : ""
      throw FileError("open", path, note: note, isWrite: flags & O_CREAT != 0)
    }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw FileError("open", path, code: 0, note: notAFile)
    }
    return file
  }

  private static let notAFile = "it is a pipe, a device or a folder, not a file; take it away"
}
