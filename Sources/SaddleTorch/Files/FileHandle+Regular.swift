// SPDX-License-Identifier: Apache-2.0

package import Foundation

extension FileHandle {
  /// Opens a regular file for reading; a pipe, which would be waited for, and a device are errors.
  package convenience init(regularFileAt url: URL) throws {
    let file = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = Foundation.close(file)
      throw POSIXError(.EINVAL)
    }
    self.init(fileDescriptor: file, closeOnDealloc: true)
  }
}
