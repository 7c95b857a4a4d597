// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A path as the operating system keeps it: bytes, which need not be UTF-8.
public struct FileName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The bytes, without the closing zero.
  public let bytes: [UInt8]

  /// Creates a path from text.
  ///
  /// - Parameter text: The path.
  public init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Creates a path from bytes.
  ///
  /// - Parameter bytes: The path without a closing zero.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The path for reading by people; bytes that are not UTF-8 show as the replacement character.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// The last part of the path.
  public var lastComponent: FileName {
    FileName(bytes: Array(bytes.split(separator: UInt8(ascii: "/")).last ?? []))
  }

  /// Returns the path of something inside this folder.
  ///
  /// - Parameter name: A name or a relative path.
  public func appending(_ name: FileName) -> FileName {
    let slash = UInt8(ascii: "/")
    if bytes.isEmpty { return name }
    return FileName(bytes: bytes.last == slash ? bytes + name.bytes : bytes + [slash] + name.bytes)
  }

  /// Orders by bytes, so the order is the same in every locale.
  public static func < (left: FileName, right: FileName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// Calls a C function with the path.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    body(bytes.map { CChar(bitPattern: $0) } + [0])
  }
}

/// Reads whole files without ever blocking on a pipe or swallowing a device.
public enum FileBytes {
  /// Reads a regular file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - maximumBytes: Larger files are refused before a byte is read.
  /// - Throws: `ImageError` of code `.unreadable`, `.notAFile`, `.tooLarge` or `.truncated`.
  public static func read(
    _ path: FileName,
    maximumBytes: Int = .max
  ) throws(ImageError) -> [UInt8] {
    if path.bytes.contains(0) { throw ImageError(.unreadable, "the name holds a zero byte") }
    let descriptor = path.withCString { open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) }
    guard descriptor >= 0 else { throw systemError() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw systemError() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ImageError(.notAFile, "\(kind(of: status.st_mode)), not a file")
    }
    let size = Int(status.st_size)
    guard size <= maximumBytes else {
      throw ImageError(.tooLarge, "\(size) bytes, and the limit is \(maximumBytes)")
    }
    return try read(descriptor, size)
  }

  private static func read(_ descriptor: Int32, _ size: Int) throws(ImageError) -> [UInt8] {
    var failure: ImageError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]
        )
        #if canImport(Glibc)
          let got = Glibc.read(descriptor, rest.baseAddress, size - count)
        #else
          let got = Darwin.read(descriptor, rest.baseAddress, size - count)
        #endif
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = systemError() }
        if got <= 0 { break }
        count += got
      }
    }
    if let failure { throw failure }
    if bytes.count < size {
      throw ImageError(.truncated, "the file became shorter while it was read")
    }
    return bytes
  }

  static func kind(of mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFCHR, S_IFBLK: "a device"
    case S_IFSOCK: "a socket"
    default: "something else"
    }
  }

  /// Returns the operating system's last complaint.
  static func systemError() -> ImageError {
    ImageError(.unreadable, String(cString: strerror(errno)))
  }
}
