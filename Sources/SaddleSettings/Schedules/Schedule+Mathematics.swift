// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Schedule {
  /// Cosine of a share of half a turn.
  static func cosine(_ share: Double) -> Double { cos(Double.pi * share) }

  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
