// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Files that the kernel makes up while they are read, such as `/proc/meminfo`.
package enum SystemFile {
  /// Returns the text of such a file, or nil where it can't be read.
  ///
  /// Foundation's readers ask for the size first, which is 0, and then now and then give up.
  package static func text(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < 16 << 20 {
      let count = read(file, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
