// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The machine that a run was made on.
enum Machine {
  /// Processor count and architecture.
  static var description: String {
    #if arch(x86_64)
      let architecture = "x86_64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "other"
    #endif
    return "\(architecture), \(ProcessInfo.processInfo.activeProcessorCount) cores"
  }
}
