// SPDX-License-Identifier: Apache-2.0

/// The spectra of two real series at once: a radix-2 transform of 128 points.
struct Spectrum {
  /// Points of a series.
  static let length = 128
  private static let cosines = (0..<length).map {
    Mathematics.cosine(2 * .pi * Double($0) / Double(length))
  }
  private static let sines = (0..<length).map {
    Mathematics.sine(2 * .pi * Double($0) / Double(length))
  }

  /// Real and imaginary part of the first series' transform, bins 0...64.
  private(set) var first: [(Double, Double)] = []
  /// The same of the second series.
  private(set) var second: [(Double, Double)] = []

  /// Transforms two series of 128 values after taking off their linear trend and weighting with a
  /// Hann window.
  init(_ one: [Double], _ two: [Double]) {
    var real = Self.prepare(one)
    var imaginary = Self.prepare(two)
    Self.transform(&real, &imaginary)
    let half = Self.length / 2
    first.reserveCapacity(half + 1)
    second.reserveCapacity(half + 1)
    for bin in 0...half {
      let mirror = (Self.length - bin) % Self.length
      first.append(
        ((real[bin] + real[mirror]) / 2, (imaginary[bin] - imaginary[mirror]) / 2)
      )
      second.append(
        ((imaginary[bin] + imaginary[mirror]) / 2, (real[mirror] - real[bin]) / 2)
      )
    }
  }

  private static func prepare(_ series: [Double]) -> [Double] {
    let count = Double(length)
    let middle = (count - 1) / 2
    let mean = series.reduce(0, +) / count
    var slope = 0.0
    var norm = 0.0
    for (index, value) in series.enumerated() {
      let x = Double(index) - middle
      slope += x * (value - mean)
      norm += x * x
    }
    slope /= norm
    return series.enumerated().map { index, value in
      let x = Double(index)
      return (value - mean - slope * (x - middle)) * (0.5 - 0.5 * cosines[index])
    }
  }

  /// In-place decimation in time.
  private static func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
    var reversed = 0
    for index in 0..<(length - 1) {
      if index < reversed {
        real.swapAt(index, reversed)
        imaginary.swapAt(index, reversed)
      }
      var bit = length >> 1
      while reversed & bit != 0 {
        reversed ^= bit
        bit >>= 1
      }
      reversed |= bit
    }
    var size = 2
    while size <= length {
      let half = size / 2
      for offset in 0..<half {
        let turn = offset * (length / size)
        let cosine = cosines[turn]
        let sine = -sines[turn]
        for start in stride(from: offset, to: length, by: size) {
          let other = start + half
          let re = real[other] * cosine - imaginary[other] * sine
          let im = real[other] * sine + imaginary[other] * cosine
          real[other] = real[start] - re
          imaginary[other] = imaginary[start] - im
          real[start] += re
          imaginary[start] += im
        }
      }
      size *= 2
    }
  }

  struct Peak {
    /// Cycles in the window, between bins.
    var cycles: Double
    var bin: Int
    /// Share of all power in the peak's three bins.
    var share: Double
    /// Amplitude of the sinusoid.
    var amplitude: Double
  }

  /// Returns the highest peak among `bins`.
  static func peak(_ spectrum: [(Double, Double)], in bins: ClosedRange<Int>) -> Peak? {
    let power = spectrum.map { $0.0 * $0.0 + $0.1 * $0.1 }
    let total = power.dropFirst().reduce(0, +)
    guard total > 0, let bin = bins.max(by: { power[$0] < power[$1] }) else { return nil }
    let three = power[bin - 1] + power[bin] + power[bin + 1]
    let center =
      (Double(bin - 1) * power[bin - 1] + Double(bin) * power[bin]
        + Double(bin + 1) * power[bin + 1]) / three
    return Peak(
      cycles: center,
      bin: bin,
      share: three / total,
      amplitude: (three / 1.5).squareRoot() * 4 / Double(length)
    )
  }

  /// By how much the second series runs behind the first in a bin, in radians, -pi...pi.
  func lag(_ bin: Int) -> Double {
    let (a, b) = (first[bin], second[bin])
    return Mathematics.angle(y: a.1 * b.0 - a.0 * b.1, x: a.0 * b.0 + a.1 * b.1)
  }
}
