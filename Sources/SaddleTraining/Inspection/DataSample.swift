// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN

/// Some real samples and what can be said of their numbers.
struct DataSample {
  /// The samples.
  var batch: Batch
  /// The smallest finite number.
  private(set) var minimum = Float.infinity
  /// The largest finite number.
  private(set) var maximum = -Float.infinity
  /// Root of the mean square of the finite numbers.
  private(set) var rootMeanSquare = 0.0
  /// Numbers that are NaN or infinite.
  private(set) var nonFiniteCount = 0
  /// Whether all samples are the same.
  let isConstant: Bool

  /// Samples that are looked at: pictures may have to be decoded.
  static func count(of shape: SampleShape) -> Int { shape.isImage ? 64 : 1024 }

  /// Creates the statistics.
  init(_ batch: Batch) {
    self.batch = batch
    var squares = 0.0
    for value in batch.values {
      guard value.isFinite else {
        nonFiniteCount += 1
        continue
      }
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      squares += Double(value) * Double(value)
    }
    let finite = batch.values.count - nonFiniteCount
    rootMeanSquare = (squares / Double(max(1, finite))).squareRoot()
    let size = max(1, batch.exampleShape.reduce(1, *))
    isConstant =
      batch.count > 1
      && batch.values.indices.allSatisfy { batch.values[$0] == batch.values[$0 % size] }
  }
}
