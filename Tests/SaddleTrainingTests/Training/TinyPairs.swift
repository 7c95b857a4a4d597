// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleImage
import SaddleTesting

@testable import SaddleSettings

/// A paired run that trains in seconds: a bright square goes in, its negative in colors comes out.
enum TinyPairs {
  static let side = 32

  /// Writes pairs side by side and returns the folder.
  static func folder(_ count: Int = 24) throws -> String {
    let folder = TemporaryFolder.root.appending(path: "saddle-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for number in 0..<count {
      let file = folder.appending(path: "\(100 + number).png")
      try Data(pair(number).encodePNG()).write(to: file)
    }
    return folder.path
  }

  private static func pair(_ number: Int) throws -> Image {
    let (x, y, size) = (2 + number * 5 % 14, 2 + number * 3 % 14, 6 + number % 8)
    var pixels: [UInt8] = []
    for row in 0..<side {
      let inside = (0..<side).map {
        (x..<(x + size)).contains($0) && (y..<(y + size)).contains(row)
      }
      for isIn in inside { pixels += isIn ? [240, 240, 240] : [12, 12, 12] }
      for isIn in inside { pixels += isIn ? [20, 190, 60] : [220, 100, 180] }
    }
    return try Image(width: 2 * side, height: side, channels: 3, pixels: pixels)
  }

  static func yaml(_ path: String) -> String {
    """
    name: pairs
    seed: 5
    threads: 1
    task: paired
    data: {source: folder, path: "\(path)", size: 32, heldOut: 0.25, mirror: true}
    generator: {architecture: unet, width: 4, dropout: 0.5}
    discriminator: {architecture: patchgan, width: 4, depth: 1}
    optimizer:
      generator: {learningRate: 2.0e-3, beta1: 0.5}
      discriminator: {learningRate: 2.0e-4, beta1: 0.5}
    training: {steps: 20, batchSize: 4}
    ema: {decay: 0.5}
    logging: {every: 1, samplesEvery: 10, gridSize: 3}
    checkpoints: {every: 5, keep: 9}
    evaluation: {every: 5, metrics: [psnr, l1], samples: 100}
    """
  }

  static func configuration(_ path: String, _ overrides: [String] = []) throws -> Configuration {
    try Configuration.read(yaml: yaml(path), file: "pairs.yaml", overrides: overrides)
      .configuration
  }
}
