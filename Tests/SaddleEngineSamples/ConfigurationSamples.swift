// SPDX-License-Identifier: Apache-2.0

import SaddleRunsSamples
import SaddleSettings
import SaddleText

/// Configurations, and lines of one with any value.
enum ConfigurationSamples {
  static let files: [[UInt8]] = [
    """
    name: a
    seed: 1
    objective: hinge
    data: {source: ring, modes: 8}
    training:
      steps: 1_000
      batchSize: 64
    regularizers: {r1: {gamma: 0.1, interval: 4}}
    schedules:
      - optimizer.*.learningRate linear to 2.0e-5 from 50%
    """,
    """
    # remark
    generator: &g {width: 32, latentSize: 64}
    optimizer:
      generator: {learningRate: 2.5e-4, beta1: .5}
    evaluation: {every: 10, metrics: ["modes"]}
    seed: 9223372036854775807
    """,
  ].map { Array($0.utf8) }

  static let overrides: [[UInt8]] = [
    "training.steps=1000", "optimizer.*.learningRate=1e-4", "evaluation.metrics=[modes]",
    "data.path=\"a b\"", "regularizers.r1={gamma: 1}",
  ].map { Array($0.utf8) }

  private static let keys = Configuration.schema.keys.map(\.path)

  private static let values = [
    "1", "0", "-1", "1e-4", "0.1", "3.0000000000000004e-5", "9007199254740993", "1e999", "nan",
    "true", "off", "null", "~", "hinge", "[fid]", "{}", "'a: b'", "\"\\u0007\"", "1_000", "0x10",
    ".5", "&a x", "*a", "!!str 1", "2024-01-01", "64", "0.123456789012345678", "relu",
    "wasserstein",
  ]

  /// Some keys with some values, as paths on one line or in sections.
  @Sendable static func file(_ random: inout SplitMix64) -> [UInt8] {
    var text = ""
    for _ in 0...Int.random(in: 0...5, using: &random) {
      let path = keys.randomElement(using: &random) ?? "seed"
      let value =
        Bool.random(using: &random)
        ? values.randomElement(using: &random) ?? "1"
        : "\(Double.random(in: 0...2, using: &random))"
      if Bool.random(using: &random) {
        text += "\(path): \(value)\n"
      } else {
        let parts = path.split(separator: ".")
        text += parts.map { "{\($0): " }.joined().dropFirst() + value
        text += String(repeating: "}", count: parts.count - 1) + "\n"
      }
    }
    return Array(text.utf8)
  }
}
