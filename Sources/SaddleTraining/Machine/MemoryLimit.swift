// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A limit on this process's memory, so that asking for too much is an error and not the end.
///
/// Linux promises more memory than there is and kills a process that uses it, with no word and no
/// last checkpoint. With the limit the engine is told that there is none, and the run ends as
/// after any other error.
public enum MemoryLimit {
  /// The share of the free memory that is left to others (ours).
  ///
  /// The kernel kills before nothing is free.
  static let reserve = 0.05

  /// Limits the private memory of this process to what it has and what is free beside it, and to what
  /// the machine, or its control group, has at all.
  ///
  /// Again where much may be asked for: what is free changes. A lower limit that was set before the
  /// first call stays. Where the system has no such limit nothing happens.
  public static func set() {
    #if os(Linux)
      guard var limit = current else { return }
      let taken = PeakMemory.privateWritable ?? 0
      let free = Int(Double(Machine.availableBytes) * (1 - reserve))
      let wanted = rlim_t(clamping: min(Machine.memoryBytes, taken + free))
      limit.rlim_cur = min(wanted, given, limit.rlim_max)
      setrlimit(resource, &limit)
    #endif
  }

  #if os(Linux)
    private static let resource = __rlimit_resource_t(2)  // RLIMIT_DATA: private writable memory
    /// The limit that this process was started with.
    private static let given = current?.rlim_cur ?? rlim_t.max

    private static var current: rlimit? {
      var limit = rlimit()
      return getrlimit(resource, &limit) == 0 ? limit : nil
    }
  #endif
}
