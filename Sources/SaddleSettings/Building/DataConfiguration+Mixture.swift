// SPDX-License-Identifier: Apache-2.0

public import SaddleData

extension DataConfiguration {
  /// The mixture that the section describes, if its source is one.
  ///
  /// - Returns: The distribution; nil for images.
  /// - Throws: `DataError` of code `.invalidConfiguration` naming key, value and range.
  public func mixture() throws(DataError) -> Mixture? {
    switch source {
    case .ring:
      return try .ring(modes: modes == 0 ? 8 : modes, radius: radius, sigma: sigma)
    case .grid:
      let count = modes == 0 ? 25 : modes
      let side = Int(Double(count).squareRoot().rounded())
      guard side * side == count else {
        throw DataError(
          .invalidConfiguration,
          "data.modes of a grid must be a square number (4, 9, 16, 25, ...), and it is \(count)"
        )
      }
      return try .grid(side: side, spacing: spacing, sigma: sigma)
    case .spiral:
      return try .spiral(radius: radius, sigma: sigma)
    case .idx, .folder, .fashionMNIST, .emoji, .emojiPairs, .gemojione, .photos:
      return nil
    }
  }
}
