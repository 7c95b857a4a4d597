// SPDX-License-Identifier: Apache-2.0

import Foundation

/// When a process began, as the system counts: with its number, which is given out again, it names
/// one process of one machine.
public enum ProcessStart {
  /// Returns the machine's start and the process's ticks since; nil where there is no such process
  /// or the system doesn't tell (it does on Linux).
  ///
  /// - Source: proc(5), `/proc/PID/stat`, field 22.
  public static func of(_ process: Int32) -> String? {
    guard let stat = text("/proc/\(process)/stat"),
      let boot = text("/proc/sys/kernel/random/boot_id"),
      let end = stat.lastIndex(of: ")")
    else { return nil }
    // The name in brackets may hold anything; field 3 comes after it.
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    guard fields.count > 19 else { return nil }
    return boot.trimmingCharacters(in: .whitespacesAndNewlines) + " " + fields[19]
  }

  /// The files of `/proc` have no size: they are read until they end.
  private static func text(_ path: String) -> String? {
    (try? RegularFile.read(path, limit: 1 << 16)).map { String(decoding: $0, as: UTF8.self) }
  }
}
