// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns

/// Folders and files with errors that name them, the operation and the system's reason.
enum FileWork {
  static func create(_ folder: String) throws(DataError) {
    try explaining { () throws(FileError) in try AtomicFile.createFolder(folder) }
  }

  static func names(in folder: String) throws(DataError) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      let cause = (error as NSError).localizedDescription
      throw DataError(.failed, "could not read \(folder): \(cause); check the permissions")
    }
  }

  /// Writes a file; it is on the disk when whoever writes a whole set says so.
  static func write(_ bytes: [UInt8], _ path: String) throws(DataError) {
    try explaining { () throws(FileError) in try AtomicFile.writeSoon(Data(bytes), to: path) }
  }

  static func move(_ source: String, to target: String) throws(DataError) {
    try explaining { () throws(FileError) in
      guard rename(source, target) == 0 else { throw FileError("rename", target) }
    }
  }

  /// Puts a new folder in the place of an earlier one, which takes the new one's name.
  ///
  /// At no moment there is none. Where the file system can't, the earlier one goes to `aside` for a
  /// moment, and comes back where the new one can't get there.
  static func replace(
    _ target: String,
    by source: String,
    movingEarlierTo aside: String
  ) throws(DataError) {
    if AtomicFile.exchange(source, target) { return }
    let replaces = FileManager.default.fileExists(atPath: target)
    if replaces { try move(target, to: aside) }
    do throws(DataError) { try move(source, to: target) } catch {
      // Whoever cleans up behind us removes what is aside: it must not stay there.
      if replaces { try move(aside, to: target) }
      throw error
    }
  }

  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func explaining(_ body: () throws(FileError) -> Void) throws(DataError) {
    do throws(FileError) { try body() } catch { throw DataError(.failed, "\(error)") }
  }
}
