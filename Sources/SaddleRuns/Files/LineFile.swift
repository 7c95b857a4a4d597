// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file of lines that grows: a value of JSON a line.
package enum LineFile {
  /// Appends a line and returns by how much the file has grown.
  ///
  /// What a crash left of a line stays a line of its own: neither takes the other with it.
  ///
  /// - Parameter isOnDisk: Whether to wait until it is on the disk.
  /// - Throws: `FileError`, and what the encoder throws.
  package static func append(_ value: some Encodable, to path: String, isOnDisk: Bool) throws -> Int
  {
    let end = Data("\n".utf8)
    let last = (try? RegularFile.tail(path, limit: 1)) ?? Data()
    let line =
      (last.isEmpty || last == end ? Data() : end) + (try JSONEncoder.stable().encode(value)) + end
    let file = try RegularFile.openToAppend(path)
    defer { close(file) }
    try AtomicFile.append(line, to: file, path: path)
    if isOnDisk, fsync(file) != 0 { throw FileError("fsync", path) }
    return line.count
  }

  /// Cuts a file of lines back; one that is shorter than that was replaced, and nothing is added to it.
  ///
  /// - Throws: `FileError`.
  package static func cut(_ path: String, to length: Int) throws(FileError) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    if !isThere, length == 0 { return }
    guard isThere, length >= 0, Int(status.st_size) >= length else {
      throw FileError(
        "resume",
        path,
        code: 0,
        note:
          "it has \(isThere ? Int(status.st_size) : 0) bytes where the checkpoint has \(length); "
          + "the file was replaced or cut: restore it, or train a run of its own"
      )
    }
    guard truncate(path, off_t(length)) == 0 else { throw FileError("truncate", path) }
  }
}
