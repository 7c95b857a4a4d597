// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth

/// The size of a monitor's state.
enum StateSize {
  static func of(_ monitor: HealthMonitor) throws -> Int {
    try JSONEncoder().encode(monitor).count
  }
}
