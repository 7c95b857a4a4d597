// SPDX-License-Identifier: Apache-2.0

/// The beginning of a file, by which its format is recognized.
public struct LogProbe: Sendable {
  /// Bytes of a file that are looked at.
  public static let headBytes = 256 << 10

  /// The file.
  public var path: String
  /// The first bytes, `headBytes` at most.
  public var head: [UInt8]

  /// Creates a probe.
  public init(path: String, head: [UInt8]) {
    self.path = path
    self.head = head
  }

  /// The file's name without its folder.
  public var name: String { String(path.split(separator: "/").last ?? "") }

  /// The name of the folder that the file is in.
  public var folder: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : ""
  }

  func begins(with bytes: [UInt8]) -> Bool { head.starts(with: bytes) }

  /// Whether the head looks like text: no zero bytes unless it is UTF-16.
  var isText: Bool {
    if begins(with: [0xff, 0xfe]) || begins(with: [0xfe, 0xff]) { return true }
    return !head.prefix(8192).contains(0)
  }
}
