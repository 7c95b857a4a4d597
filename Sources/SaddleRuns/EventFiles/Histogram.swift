// SPDX-License-Identifier: Apache-2.0

/// How numbers are spread, as TensorBoard's Histograms and Distributions tabs show it.
public struct Histogram: Sendable, Equatable {
  /// The least number.
  public let minimum: Double
  /// The greatest number.
  public let maximum: Double
  /// Their sum.
  public let sum: Double
  /// The sum of their squares.
  public let sumOfSquares: Double
  /// How many are in each of equally wide buckets between the least and the greatest.
  public let counts: [Int]

  /// Buckets where nothing else is said: what TensorBoard shows at most.
  public static let usualBuckets = 30

  /// All numbers counted.
  public var count: Int { counts.reduce(0, +) }

  /// Counts numbers; non-finite ones are left out.
  ///
  /// - Returns: Nil where there is no finite number.
  public init?(_ values: [Float], buckets: Int = usualBuckets) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite {
      if value < low { low = value }
      if value > high { high = value }
    }
    guard low <= high, buckets > 0 else { return nil }
    (minimum, maximum) = (Double(low), Double(high))
    let number = low < high ? buckets : 1
    let scale = low < high ? Double(number) / (maximum - minimum) : 0
    var counts = [Int](repeating: 0, count: number)
    var (sum, squares) = (0.0, 0.0)
    for value in values where value.isFinite {
      let value = Double(value)
      sum += value
      squares += value * value
      counts[min(number - 1, max(0, Int((value - minimum) * scale)))] += 1
    }
    self.counts = counts
    self.sum = sum
    sumOfSquares = squares
  }

  /// Appends a `HistogramProto`: the right edge of each bucket, and what is in it.
  ///
  /// - Source: tensorflow/tensorboard, `tensorboard/compat/proto/histogram.proto`.
  func write(to message: inout ProtobufWriter) {
    message.double(1, minimum)
    message.double(2, maximum)
    message.double(3, Double(count))
    message.double(4, sum)
    message.double(5, sumOfSquares)
    let width = (maximum - minimum) / Double(counts.count)
    message.doubles(
      6,
      counts.indices.map { index in
        index == counts.count - 1 ? maximum : minimum + width * Double(index + 1)
      }
    )
    message.doubles(7, counts.map(Double.init))
  }
}
