// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A failed operation on a file: which, on what, and why.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The operation, as the system names it (`open`, `write`, `fsync`, `rename`, ...).
  public var operation: String
  /// The path that it was about.
  public var path: String
  /// The system's error number, or 0 where the cause is the content.
  public var code: Int32
  /// What the caller can add: bytes needed, what to do.
  public var note: String
  /// Whether something was to be written there, and not read.
  public var isWrite: Bool

  /// Creates an error; `code` defaults to the system's current error number.
  public init(
    _ operation: String,
    _ path: String,
    code: Int32? = nil,
    note: String = "",
    isWrite: Bool = false
  ) {
    self.operation = operation
    self.path = path
    self.code = code ?? errno
    self.note = note
    self.isWrite = isWrite
  }

  /// One line: path, operation, cause, remedy.
  public var description: String {
    let cause = code == 0 ? "" : ": \(String(cString: strerror(code))) (errno \(code))"
    let remedy = note.isEmpty ? FileError.remedy(for: code) : note
    return "\(path): \(operation) failed\(cause)" + (remedy.isEmpty ? "" : "; \(remedy)")
  }

  /// Whether whoever read the standard output had enough (`| head`).
  public var isEndOfOutput: Bool { code == EPIPE && path == FileError.standardOutput }

  /// What stands for a path where results go to the standard output.
  static let standardOutput = "standard output"

  private static func remedy(for code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "free some disk space, then resume"
    case EACCES, EPERM: "check the permissions"
    case EROFS: "the file system is read-only"
    case EFBIG: "the limit of file sizes is reached: `ulimit -f` shows and raises it"
    case EIO: "the disk reports an error"
    default: ""
    }
  }
}
