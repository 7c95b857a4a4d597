// SPDX-License-Identifier: Apache-2.0

/// A picture, data file or folder that could not be read or written, and why.
///
/// The value never ends a program by itself: a folder of pictures lists these by file and goes on.
public struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of cause it is.
  public enum Code: String, Codable, Sendable, CaseIterable {
    /// Neither PNG nor JPEG by its first bytes (the name's ending is never trusted).
    case unrecognized
    /// The file ends before the picture does.
    case truncated
    /// A checksum, length or code in the file is wrong.
    case damaged
    /// Whole, but of a kind that is not handled.
    case unsupported
    /// More pixels or bytes than the limits allow; refused before anything was allocated.
    case tooLarge
    /// There is no memory for the picture.
    case outOfMemory
    /// A folder, pipe, device or socket where a file was expected.
    case notAFile
    /// The operating system refused to open or read it.
    case unreadable
    /// The caller's sizes or values don't fit together.
    case invalidArgument
  }

  /// The kind of cause.
  public var code: Code
  /// The cause in one line, without the file's name.
  public var message: String
  /// The file, if the picture came from one.
  public var path: String?

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: The kind of cause.
  ///   - message: The cause in one line.
  ///   - path: The file, if any.
  public init(_ code: Code, _ message: String, path: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
  }

  /// The file and the cause in one line.
  public var description: String {
    path.map { "\($0): \(message)" } ?? message
  }

  /// Returns the same error with the file's name.
  func at(_ path: String) -> ImageError {
    ImageError(code, message, path: path)
  }
}
