// SPDX-License-Identifier: Apache-2.0

/// Examples on their way to the networks: plain numbers, no tensor.
public struct Batch: Sendable, Equatable {
  /// Shape of one example: `[channels, height, width]` for images, `[2]` for mixtures.
  public var exampleShape: [Int]
  /// `count * product(exampleShape)` numbers, example after example; images in -1...1.
  public var values: [Float]
  /// One class an example, `0 ..< classCount`, where the source has classes.
  public var classLabels: [Int]?

  /// Creates a batch.
  ///
  /// - Parameters:
  ///   - exampleShape: Shape of one example.
  ///   - values: `count * product(exampleShape)` numbers.
  ///   - classLabels: One class an example, if there are classes.
  public init(exampleShape: [Int], values: [Float], classLabels: [Int]? = nil) {
    self.exampleShape = exampleShape
    self.values = values
    self.classLabels = classLabels
  }

  /// Number of examples.
  public var count: Int {
    let size = exampleShape.reduce(1, *)
    return size == 0 ? 0 : values.count / size
  }

  /// `[count] + exampleShape`.
  public var shape: [Int] { [count] + exampleShape }
}
