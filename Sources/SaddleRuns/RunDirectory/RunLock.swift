// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The right to write into a run directory, held by one process at a time.
///
/// An advisory lock of the system: it goes with the process, however that ends.
public final class RunLock {
  private let file: Int32

  /// Takes the lock of `run`.
  ///
  /// - Throws: `FileError` when another process trains this run.
  public init(_ run: RunDirectory) throws(FileError) {
    file = open(run.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileError("open", run.lock, isWrite: true) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(file)
      throw FileError(
        "lock",
        run.path,
        code: code,
        note: "another process trains this run; stop it first, or train a run of another name"
      )
    }
  }

  deinit {
    close(file)
  }
}
