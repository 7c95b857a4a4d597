// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A file that the user named for a result: the only place that writes such files.
///
/// - A regular file is replaced as a whole, once everything is written: it keeps its mode, and a
///   link keeps leading to it. On any failure the old content stands.
/// - A device (`/dev/null`), a pipe and an open stream (`/dev/stdout`) are written through.
/// - A file that is being read for the result is refused, as is a folder or a disk.
public final class UserFile {
  /// The path as the user wrote it, for errors.
  private let path: String
  private let destination: Destination
  private let file: Int32
  private var isOpen = true

  private enum Destination {
    /// Written through.
    case stream
    /// Renamed over `target` when complete.
    case replacement(temporary: String, target: String)
  }

  /// Prepares to write `path`.
  ///
  /// - Parameters:
  ///   - path: The user's name for it.
  ///   - sources: Files that the result is made from.
  /// - Throws: `FileError`; nothing has changed then.
  public init(_ path: String, sources: [String] = []) throws(FileError) {
    self.path = path
    if let stream = UserFile.openStream(path) {
      guard stream >= 0 else { throw FileError("open", path) }
      (file, destination) = (stream, .stream)
      return
    }
    var old = stat()
    let isThere = stat(path, &old) == 0
    switch isThere ? old.st_mode & S_IFMT : S_IFREG {
    case S_IFREG: break
    case S_IFIFO, S_IFCHR:
      file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
      destination = .stream
      guard file >= 0 else { throw FileError("open", path) }
      return
    case S_IFDIR:
      throw FileError("write", path, code: EISDIR, note: "name a file in it")
    default:
      throw FileError("write", path, code: 0, note: "it is a disk or a socket, not a file")
    }
    if isThere { try UserFile.check(path, old, isNoneOf: sources) }
    let target = try UserFile.target(path)
    let temporary = "\(target).partial-\(getpid())"
    unlink(temporary)
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else { throw FileError("create", path) }
    destination = .replacement(temporary: temporary, target: target)
    if isThere { AtomicFile.keepMode(of: old, on: file) }
  }

  deinit {
    discard()
  }

  /// Writes a whole file.
  ///
  /// - Parameters:
  ///   - data: Its content.
  ///   - path: The user's name for it.
  ///   - sources: Files that the content is made from.
  /// - Throws: `FileError`; a regular file is as it was then.
  public static func write(
    _ data: Data,
    to path: String,
    sources: [String] = []
  ) throws(FileError) {
    let file = try UserFile(path, sources: sources)
    try file.append(data)
    try file.close()
  }

  /// Writes more.
  ///
  /// - Throws: `FileError`; the old content stands where it was a regular file.
  public func append(_ data: Data) throws(FileError) {
    try AtomicFile.writeAll(data, to: file, path: path)
  }

  /// Puts the file in place.
  ///
  /// - Throws: `FileError`; the old content stands where it was a regular file.
  public func close() throws(FileError) {
    guard isOpen else { return }
    guard case .replacement(let temporary, let target) = destination else {
      isOpen = false
      guard Foundation.close(file) == 0 else { throw FileError("close", path) }
      return
    }
    guard fsync(file) == 0 || errno == EINVAL else { throw FileError("fsync", path) }
    guard rename(temporary, target) == 0 else { throw FileError("rename", path) }
    isOpen = false
    Foundation.close(file)
    try AtomicFile.synchronizeFolder(FilePath.folder(of: target))
  }

  private func discard() {
    guard isOpen else { return }
    isOpen = false
    Foundation.close(file)
    if case .replacement(let temporary, _) = destination { unlink(temporary) }
  }

  // MARK: - What a path means

  /// Opens what `/dev/stdout`, `/dev/fd/3` and the like lead to; nil for any other path.
  ///
  /// Where such a stream is a file, its position counts: it must not be opened anew.
  private static func openStream(_ path: String) -> Int32? {
    let known = ["/dev/stdout": STDOUT_FILENO, "/dev/stderr": STDERR_FILENO]
    let folders = ["/dev/fd/", "/proc/self/fd/"]
    let number = folders.first { path.hasPrefix($0) }.flatMap { Int32(path.dropFirst($0.count)) }
    return (known[path] ?? number).map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
  }

  /// Refuses a file that is one of the sources, whatever the names.
  private static func check(
    _ path: String,
    _ old: stat,
    isNoneOf sources: [String]
  ) throws(FileError) {
    for source in sources {
      var status = stat()
      guard stat(source, &status) == 0 else { continue }
      guard status.st_dev != old.st_dev || status.st_ino != old.st_ino else {
        throw FileError(
          "write",
          path,
          code: 0,
          note: "it is what is being read (\(source)); name another file"
        )
      }
    }
  }

  /// Follows links to the file that is to be written, which need not exist.
  private static func target(_ path: String) throws(FileError) -> String {
    var path = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &buffer, buffer.count)
      guard count >= 0 else { return path }
      let link = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = FilePath.folder(of: path)
      path = link.hasPrefix("/") || folder.isEmpty ? link : folder + "/" + link
    }
    throw FileError("open", path, code: ELOOP)
  }
}
