// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A limit on this process's memory, so that asking for too much is an error and not the end.
///
/// Linux promises more memory than there is and kills a process that uses it, with no word and no
/// last checkpoint. With the limit the engine is told that there is none, and the run ends as
/// after any other error.
public enum MemoryLimit {
  /// Limits the private memory of this process to what the machine, or its control group, has.
  ///
  /// A lower limit that was set before stays. Where the system has no such limit nothing happens.
  public static func set() {
    #if os(Linux)
      let resource = __rlimit_resource_t(2)  // RLIMIT_DATA: all private writable memory
      var limit = rlimit()
      guard getrlimit(resource, &limit) == 0 else { return }
      let wanted = rlim_t(clamping: Machine.memoryBytes)
      guard limit.rlim_cur > wanted else { return }
      limit.rlim_cur = wanted
      setrlimit(resource, &limit)
    #endif
  }
}
