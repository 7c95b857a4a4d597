// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTorch

/// How near pictures are to the ones that were wanted.
///
/// `l1` is the mean absolute difference in -1...1, as pix2pix trains on it. `psnr` is that of 8-bit
/// pictures, all channels, no border left out, the mean over pictures in dB (as BasicSR has it); a
/// picture without any difference counts as 100 dB, as its ratio is infinite.
struct PairMeasures: Equatable {
  /// Mean absolute difference, 0...2.
  var l1: Double
  /// Peak signal-to-noise ratio in dB.
  var psnr: Double
  /// Pictures that were compared.
  var count: Int

  /// What the numbers are, for whoever compares them.
  static let protocolName = "l1 of -1...1; psnr of 8 bits, all channels, mean of pictures"
  /// What a picture without difference counts for.
  static let perfect = 100.0

  /// Compares pictures one by one.
  ///
  /// - Parameters:
  ///   - made: `[count, channels, height, width]` in -1...1.
  ///   - wanted: The same shape.
  init(_ made: Tensor, _ wanted: Tensor) throws(TensorError) {
    count = try made.shape[0]
    let size = Double(max(1, try made.count / max(1, count)))
    let differences: [Double] = try (made - wanted).abs().flattened(1).to(.float64).sum(1).array()
    let bytes = try (Self.bytes(made) - Self.bytes(wanted)).flattened(1)
    let squares: [Double] = try bytes.to(.float64).square().sum(1).array()
    l1 = Self.mean(differences.map { $0 / size })
    psnr = Self.mean(squares.map { Self.decibels($0 / size) })
  }

  private init(l1: Double, psnr: Double, count: Int) {
    (self.l1, self.psnr, self.count) = (l1, psnr, count)
  }

  /// The measures of several batches together.
  static func together(_ parts: [PairMeasures]) -> PairMeasures? {
    let count = parts.reduce(0) { $0 + $1.count }
    guard count > 0 else { return nil }
    func mean(_ value: (PairMeasures) -> Double) -> Double {
      parts.reduce(0) { $0 + value($1) * Double($1.count) } / Double(count)
    }
    return PairMeasures(l1: mean(\.l1), psnr: mean(\.psnr), count: count)
  }

  /// The ratio of a mean squared difference of 8-bit values.
  static func decibels(_ squaredError: Double) -> Double {
    squaredError > 0 ? min(perfect, 10 * log10(255 * 255 / squaredError)) : perfect
  }

  private static func bytes(_ pictures: Tensor) throws(TensorError) -> Tensor {
    try ((pictures.clamped(low: -1, high: 1) + 1) * 127.5).round()
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
