// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The process's memory, by the kernel's account.
enum PeakMemory {
  /// Starts the record anew; false where the kernel doesn't allow it.
  static func restart() -> Bool {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return false }
    defer { fclose(file) }
    return fputs("5", file) >= 0 && fflush(file) == 0
  }

  /// Bytes in memory now.
  static var resident: Int? { field("VmRSS:") }

  /// Bytes of private writable memory now, used or not: what `RLIMIT_DATA` limits.
  static var privateWritable: Int? { field("VmData:") }

  /// The most bytes in memory since the record was started.
  static var peak: Int? { field("VmHWM:") }

  private static func field(_ name: String) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      return line.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 }
        ?? Int(line.dropFirst(name.count).filter(\.isNumber)).map { $0 * 1024 }
    }
    return nil
  }
}

extension Machine {
  /// Bytes that this process may use: the machine's, or its control group's where that is less.
  static var memoryBytes: Int {
    let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let limit = (try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8))
      .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    return min(physical, limit ?? physical)
  }

  /// Bytes that this process may still take: what the machine has free, caches that can be dropped
  /// included, or what its control group leaves, where that is less.
  static var availableBytes: Int {
    func number(_ path: String, _ name: String = "") -> Int? {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
      let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
      return line?.split(separator: " ").compactMap { Int($0) }.first
    }
    let memory = number("/proc/meminfo", "MemAvailable:").map { kilobytes in
      (kilobytes &+ (number("/proc/meminfo", "SwapFree:") ?? 0)) &* 1024
    }
    let group = number("/sys/fs/cgroup/memory.max").map { limit in
      let used = number("/sys/fs/cgroup/memory.current") ?? 0
      let cache = number("/sys/fs/cgroup/memory.stat", "inactive_file ") ?? 0
      return max(0, limit - max(0, used - cache))
    }
    return min(memory ?? memoryBytes, group ?? memoryBytes, memoryBytes)
  }
}
