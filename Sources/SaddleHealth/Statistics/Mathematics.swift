// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The few functions of the C library that the detectors need: no Foundation.
enum Mathematics {
  @inline(__always) static func ln(_ x: Double) -> Double { log(x) }
  @inline(__always) static func e(_ x: Double) -> Double { exp(x) }
  @inline(__always) static func cosine(_ x: Double) -> Double { cos(x) }
  @inline(__always) static func sine(_ x: Double) -> Double { sin(x) }
  @inline(__always) static func angle(y: Double, x: Double) -> Double { atan2(y, x) }

  /// The probability that a standard normal deviate lies within +- x.
  static func normalMass(within x: Double) -> Double { erf(x / 2.0.squareRoot()) }

  /// `ln(1 + e^x)` without overflow.
  static func softplus(_ x: Double) -> Double {
    x > 30 ? x : log1p(exp(x))
  }
}
