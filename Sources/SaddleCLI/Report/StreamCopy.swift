// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns

/// A pipe as a file: recognizing a format needs to look twice.
///
/// The copy has no name from its first byte on: however the program ends, nothing is left behind,
/// and nobody else can read it.
struct StreamCopy {
  private static let chunk = 1 << 20
  private let source: FileHandle
  private let name: String

  /// Opens standard input (`-`) or a pipe; nil where the path is anything else.
  ///
  /// - Throws: `FileError` where the pipe can't be opened.
  init?(_ path: String) throws {
    if path == "-" {
      source = .standardInput
      name = "standard input"
      return
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    guard let pipe = FileHandle(forReadingAtPath: path) else { throw FileError("open", path) }
    source = pipe
    name = path
  }

  /// Calls `body` with a path of the copy, which is gone afterwards.
  ///
  /// - Throws: `FileError` where the copy can't be written, and what `body` throws.
  func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
    let file = try namelessFile()
    defer { close(file) }
    while let data = try read(), !data.isEmpty {
      do { try AtomicFile.append(data, to: file, path: name) } catch {
        let note = "free some space or set TMPDIR to another place"
        throw FileError("copy", name, code: error.code, note: note)
      }
    }
    let path = "/dev/fd/\(file)"
    do {
      return try body(path)
    } catch let error as LogError where error.path == path {
      throw LogError(name, error.message)
    }
  }

  private func read() throws(FileError) -> Data? {
    do { return try source.read(upToCount: Self.chunk) } catch { throw FileError("read", name) }
  }

  private func namelessFile() throws(FileError) -> Int32 {
    let folder = NSTemporaryDirectory()
    let pattern = folder + (folder.hasSuffix("/") ? "" : "/") + "saddle-XXXXXX"
    var path = Array(pattern.utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw FileError("create", pattern) }
    unlink(path)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    return file
  }
}
