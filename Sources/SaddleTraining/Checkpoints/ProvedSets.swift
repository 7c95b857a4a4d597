// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Which sets were read and found intact, and what their files looked like then.
///
/// Reading a set takes as long as writing it did, and rotation asks after each save. A set whose
/// files have the sizes, times and numbers that they had when it was read is not read again.
final class ProvedSets: Sendable {
  /// What the system says of the files of a set: another content has another one.
  private typealias Look = [String: [Int64]]

  private let looks = Mutex<[Int: Look]>([:])

  /// Whether the set in `folder` is as it was when it was proved.
  func contains(_ step: Int, in folder: String) -> Bool {
    let known = looks.withLock { $0[step] }
    return known != nil && known == Self.look(at: folder)
  }

  /// Remembers a set that was just read.
  func insert(_ step: Int, in folder: String) {
    let look = Self.look(at: folder)
    looks.withLock { $0[step] = look }
  }

  private static func look(at folder: String) -> Look? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return nil
    }
    var look = Look()
    for name in names {
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0 else { return nil }
      let time = status.st_mtim
      look[name] = [
        Int64(truncatingIfNeeded: status.st_ino), Int64(status.st_size),
        Int64(time.tv_sec), Int64(time.tv_nsec),
      ]
    }
    return look
  }
}
