// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A text file, or the standard output, that is being written line by line.
public final class TextFileWriter {
  private let path: String
  private let file: Int32
  private var pending: [UInt8] = []

  /// Creates the file at `path`, or takes the standard output where it is nil.
  ///
  /// - Throws: `FileError`.
  public init(path: String?) throws(FileError) {
    self.path = path ?? FileError.standardOutput
    guard let path else {
      file = STDOUT_FILENO
      return
    }
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileError("open", path) }
  }

  /// Appends a line.
  public func write(_ line: String) throws(FileError) {
    pending.append(contentsOf: line.utf8)
    pending.append(10)
    if pending.count > 1 << 16 { try flush() }
  }

  /// Hands everything to the system.
  public func flush() throws(FileError) {
    var written = 0
    while written < pending.count {
      let count = pending.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        #else
          Darwin.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        #endif
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("write", path)
      }
      written += count
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Flushes, and closes a file.
  public func close() throws(FileError) {
    try flush()
    guard file != STDOUT_FILENO else { return }
    #if canImport(Glibc)
      let status = Glibc.close(file)
    #else
      let status = Darwin.close(file)
    #endif
    guard status == 0 else { throw FileError("close", path) }
  }
}
