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
    guard let fields = fields(of: process), fields.count > 19,
      let boot = text("/proc/sys/kernel/random/boot_id")
    else { return nil }
    return boot.trimmingCharacters(in: .whitespacesAndNewlines) + " " + fields[19]
  }

  /// Whether a process has ended and only its entry waits for its parent (a zombie, as containers
  /// without an init keep them).
  ///
  /// - Source: proc(5), `/proc/PID/stat`, field 3.
  static func hasEnded(_ process: Int32) -> Bool {
    ["Z", "X"].contains(fields(of: process)?.first)
  }

  /// The fields of a process from the third on: the name before may hold anything.
  private static func fields(of process: Int32) -> [String]? {
    guard let stat = text("/proc/\(process)/stat"), let end = stat.lastIndex(of: ")")
    else { return nil }
    return stat[stat.index(after: end)...].split(separator: " ").map(String.init)
  }

  /// The files of `/proc` have no size: they are read until they end.
  private static func text(_ path: String) -> String? {
    (try? RegularFile.read(path, limit: 1 << 16)).map { String(decoding: $0, as: UTF8.self) }
  }
}
