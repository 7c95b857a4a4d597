// SPDX-License-Identifier: Apache-2.0

public import SaddleData

extension Configuration {
  /// Opens the data of a run, as its task reads them.
  ///
  /// - Parameters:
  ///   - seed: Seed of shuffles and draws.
  ///   - locator: Where prepared sets are looked for.
  ///   - progress: Called with files done and their total while pictures are decoded.
  /// - Returns: The source, at its beginning.
  /// - Throws: `DataError`: what is missing or wrong, and the way out.
  public func makeData(
    seed: UInt64,
    locator: DataSetLocator = DataSetLocator(),
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws(DataError) -> any DataSource {
    try data.makeSource(seed: seed, pairing: pairing, locator: locator, progress: progress)
  }

  /// The shape of one example of the data: of a pair the channels of both pictures.
  package func exampleShape(channels: Int, size: Int) -> [Int] {
    [pairing == nil ? channels : 2 * channels, size, size]
  }

  /// How files are pairs; nil where the task has none.
  private var pairing: ImagePairing? {
    guard task == .paired else { return nil }
    let isReversed = paired.direction == .rightToLeft
    if let targets = paired.targets { return .targets(in: targets, isReversed: isReversed) }
    return isReversed ? .sideBySideReversed : .sideBySide
  }
}
