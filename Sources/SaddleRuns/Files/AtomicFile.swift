// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Writing files so that a crash at any moment leaves the old content or the new, never a mixture.
///
/// The recipe: a temporary file in the same folder, write, `fsync`, `rename`, `fsync` of the
/// folder. On an error the temporary file is removed and the old file is untouched.
public enum AtomicFile {
  /// Replaces the file at `path` by `data`.
  ///
  /// - Throws: `FileError` naming the operation that failed; the old file is as it was.
  public static func write(_ data: Data, to path: String) throws(FileError) {
    let temporary = "\(path).partial-\(getpid())"
    var old = stat()
    let isThere = lstat(path, &old) == 0 && old.st_mode & S_IFMT == S_IFREG
    do throws(FileError) {
      try writeDurably(data, to: temporary, replacing: isThere ? old : nil)
      guard rename(temporary, path) == 0 else { throw FileError("rename", path) }
    } catch {
      unlink(temporary)
      throw error
    }
    try synchronizeFolder(FilePath.folder(of: path))
  }

  /// Removes what processes that were killed while writing left in a folder.
  ///
  /// What a living process is writing stays.
  public static func sweep(_ folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where isAbandoned(name) { unlink(folder + "/" + name) }
  }

  /// Whether a name is `NAME.partial-PROCESS` of a process that is no more.
  public static func isAbandoned(_ name: String) -> Bool {
    guard let mark = name.range(of: ".partial-", options: .backwards),
      mark.lowerBound > name.startIndex, let process = Int32(name[mark.upperBound...])
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  /// Creates or overwrites the file at `path` in place and waits until it is on the disk.
  ///
  /// - Throws: `FileError`; the file may then be incomplete.
  public static func writeDurably(_ data: Data, to path: String) throws(FileError) {
    try writeDurably(data, to: path, replacing: nil)
  }

  /// Creates or overwrites the file at `path` in place and leaves it to the system when it gets to
  /// the disk: for one of many files that can be made again.
  ///
  /// - Throws: `FileError`; the file may then be incomplete.
  public static func writeSoon(_ data: Data, to path: String) throws(FileError) {
    try writeDurably(data, to: path, replacing: nil, synchronizes: false)
  }

  private static func writeDurably(
    _ data: Data,
    to path: String,
    replacing old: stat?,
    synchronizes: Bool = true
  ) throws(FileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard file >= 0 else { throw FileError("open", path, isWrite: true) }
    if let old { keepMode(of: old, on: file) }
    do throws(FileError) {
      try writeAll(data, to: file, path: path)
      guard !synchronizes || fsync(file) == 0 else { throw FileError("fsync", path) }
    } catch {
      close(file)
      throw error
    }
    guard close(file) == 0 else { throw FileError("close", path) }
  }

  /// Gives a new file the mode of the one that it replaces, and its owner where that is allowed.
  static func keepMode(of old: stat, on file: Int32) {
    let isOwner = fchown(file, old.st_uid, old.st_gid) == 0
    // Without the group the bits of the group are not for whoever has them now.
    fchmod(file, old.st_mode & (isOwner ? 0o7777 : 0o707))
  }

  /// Creates a folder and the ones above it that aren't there.
  ///
  /// - Throws: `FileError` naming the folder that can't be.
  public static func createFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o777) == 0 { return }
    var code = errno
    let parent = FilePath.folder(of: path)
    if code == ENOENT, !parent.isEmpty, parent != path {
      try createFolder(parent)
      if mkdir(path, 0o777) == 0 { return }
      code = errno
    }
    var status = stat()
    let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    guard isFolder else { throw FileError("mkdir", path, code: code) }
  }

  /// Gives two files or folders each other's names in one go; false where it can't be done.
  public static func exchange(_ one: String, _ other: String) -> Bool {
    // The system call has no name in Swift's module of the C library.
    typealias Call =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    let call = unsafeBitCast(symbol, to: Call.self)
    return call(AT_FDCWD, one, AT_FDCWD, other, 1 << 1) == 0  // RENAME_EXCHANGE
  }

  /// Waits until the entries of a folder are on the disk.
  public static func synchronizeFolder(_ path: String) throws(FileError) {
    let folder = path.isEmpty ? "." : path
    let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw FileError("open", folder, isWrite: true) }
    let status = fsync(file)
    let code = errno
    close(file)
    // Some file systems cannot synchronize a folder and say so; that is not a loss of data.
    guard status == 0 || code == EINVAL || code == ENOTSUP else {
      throw FileError("fsync", folder, code: code)
    }
  }

  /// Writes all of `data` to an open file, going on after short writes and interrupted calls.
  ///
  /// - Parameters:
  ///   - data: What to write.
  ///   - file: A descriptor that is open for writing.
  ///   - path: Its path, for the error.
  /// - Throws: `FileError`; a part may then have been written.
  public static func append(_ data: Data, to file: Int32, path: String) throws(FileError) {
    try writeAll(data, to: file, path: path)
  }

  static func writeAll(_ data: Data, to file: Int32, path: String) throws(FileError) {
    var written = 0
    while written < data.count {
      let count = data.withUnsafeBytes { bytes in
        Foundation.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        let code = errno
        throw FileError(
          "write",
          path,
          code: code,
          note: code == ENOSPC || code == EDQUOT
            ? "\(data.count - written) more bytes are needed; free some disk space, then resume"
            : ""
        )
      }
      written += count
    }
  }
}
