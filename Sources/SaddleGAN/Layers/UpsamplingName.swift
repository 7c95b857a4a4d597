// SPDX-License-Identifier: Apache-2.0

/// How a generator's maps double.
public enum UpsamplingName: String, CaseIterable, Codable, Sendable {
  /// Transposed convolutions.
  case transposed
  /// Pixels repeated, then a convolution.
  case nearest
  /// Pixels interpolated, then a convolution.
  case bilinear

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .transposed: "transposed convolutions (DCGAN); fast, may leave dots"
    case .nearest: "pixels repeated, then a convolution (Odena et al. 2016)"
    case .bilinear: "pixels interpolated, then a convolution; the smoothest"
    }
  }

  /// What others call it.
  public var aliases: [String] {
    switch self {
    case .transposed: ["deconvolution", "convTranspose"]
    case .nearest: ["resizeConvolution"]
    case .bilinear: ["linear"]
    }
  }
}
