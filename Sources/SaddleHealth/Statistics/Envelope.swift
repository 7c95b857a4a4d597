// SPDX-License-Identifier: Apache-2.0

/// The largest magnitude of each stretch of a run.
struct Envelope {
  /// Peaks below have no logarithm: nothing that was logged is smaller.
  private static let least = 1e-12

  private let peaks: [(value: Double, step: Int)]

  init(_ history: History) {
    peaks = history.stretches.map { stretch in
      (Swift.max(stretch.minimum.magnitude, stretch.maximum.magnitude), stretch.firstStep)
    }
  }

  /// An exponential growth.
  struct Explosion {
    var first: Double
    var last: Double
    var step: Int
  }

  /// Returns the growth where the logarithm of the envelope rises along a line.
  ///
  /// The later half of the run is looked at, so that a warm-up doesn't count; of that, the line
  /// must explain 90 % of the variance, each third must be above the one before by the same
  /// order, and the whole must grow by the square root of `minimum` at least and by `minimum`
  /// since the first quarter.
  func explosion(minimum: Double) -> Explosion? {
    guard peaks.count >= 16 else { return nil }
    let start = peaks.count / 2
    let logs = peaks[start...].map { Mathematics.ln(Swift.max($0.value, Self.least)) }
    let quarter = median(peaks[(peaks.count / 8)..<(peaks.count / 4 + 1)].map(\.value))
    guard let last = peaks.last?.value, quarter > 0, last > quarter * minimum,
      let firstLog = logs.first, let lastLog = logs.last,
      lastLog - firstLog > Mathematics.ln(minimum) / 2, fit(logs) > 0.9
    else { return nil }
    return Explosion(first: quarter, last: last, step: peaks[start].step)
  }

  private func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }

  /// Squared correlation with a straight line.
  private func fit(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let middle = (count - 1) / 2
    let mean = values.reduce(0, +) / count
    var across = 0.0
    var along = 0.0
    var up = 0.0
    for (index, value) in values.enumerated() {
      let x = Double(index) - middle
      across += x * (value - mean)
      along += x * x
      up += (value - mean) * (value - mean)
    }
    return up > 0 ? across * across / (along * up) : 0
  }
}
