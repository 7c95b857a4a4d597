// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A text file, or the standard output, that is being written line by line.
public final class TextFileWriter {
  /// Nil is the standard output.
  private let file: UserFile?
  private var pending = Data()

  /// Prepares to write the file at `path`, or takes the standard output where it is nil.
  ///
  /// - Parameters:
  ///   - path: The user's name for the file.
  ///   - sources: Files that the text is made from, none of which may be it.
  /// - Throws: `FileError`.
  public init(path: String?, sources: [String] = []) throws(FileError) {
    file = if let path { try UserFile(path, sources: sources) } else { nil }
  }

  /// Appends a line.
  public func write(_ line: String) throws(FileError) {
    pending.append(contentsOf: line.utf8)
    pending.append(.lineFeed)
    if pending.count > 1 << 16 { try flush() }
  }

  /// Hands everything to the system.
  public func flush() throws(FileError) {
    if let file {
      try file.append(pending)
    } else {
      try AtomicFile.append(pending, to: STDOUT_FILENO, path: FileError.standardOutput)
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Flushes, and puts a file in place.
  public func close() throws(FileError) {
    try flush()
    try file?.close()
  }
}
