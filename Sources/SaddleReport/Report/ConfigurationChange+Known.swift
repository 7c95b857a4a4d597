// SPDX-License-Identifier: Apache-2.0

package import SaddleHealth

extension ConfigurationChange {
  /// Whether the value to write is known: a factor needs the value in force.
  package var isKnown: Bool {
    if case .scaled = resolved { return false }
    return true
  }
}
