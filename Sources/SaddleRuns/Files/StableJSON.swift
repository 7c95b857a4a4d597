// SPDX-License-Identifier: Apache-2.0

package import Foundation

extension JSONEncoder {
  /// How everything of ours is written: keys in order and slashes as they are, so that the same value
  /// gives the same bytes.
  ///
  /// - Parameter isPretty: Whether a person reads it: a line a value.
  package static func stable(isPretty: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return encoder
  }
}
