// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Inspections of small networks for the tests of checks.
enum Inspections {
  /// Settings of the built-in networks on points or, with `images`, on random images.
  static func of(_ overrides: [String] = []) throws -> ModelInspection {
    let configuration = try TinyRun.configuration(overrides)
    let source = try configuration.data.makeSource(seed: 1)
    return try ModelInspection(
      configuration,
      data: source,
      effort: .brief
    )
  }

  /// Built-in networks for images of `shape`, with noise of -1...1 for data.
  static func images(
    _ shape: [Int],
    classes: Int? = nil,
    _ overrides: [String] = [],
    values: ClosedRange<Float> = -1...1
  ) throws -> ModelInspection {
    let given = [
      "data={source: folder, path: none, size: \(shape[1]), channels: \(shape[0])}",
      "evaluation.every=0", "evaluation.metrics=[]", "generator.latentSize=8",
    ]
    let configuration = try TinyRun.configuration(given + overrides)
    let sampleShape = SampleShape(shape, classCount: classes)
    return try ModelInspection(
      configuration,
      task: UnconditionalSetup.inspected(configuration, examples: sampleShape),
      sample: .success(sample(shape, values, classes: classes)),
      effort: .brief
    )
  }

  /// Networks of a test's own.
  static func custom(
    generator: Module,
    discriminator: Module,
    shape: [Int],
    latent: [Int] = [8],
    sample: DataSample? = nil,
    _ overrides: [String] = [],
    memoryBytes: Int = 1 << 40,
    availableBytes: Int? = nil
  ) throws -> ModelInspection {
    let configuration = try TinyRun.configuration(
      ["generator.latentSize=\(latent[0])"] + overrides
    )
    let networks = Networks(
      generator: generator,
      discriminator: discriminator,
      latentShape: latent
    )
    return try ModelInspection(
      configuration,
      task: UnconditionalInspection(networks, configuration, shape: SampleShape(shape)),
      sample: .success(sample ?? self.sample(shape, -1...1)),
      memoryBytes: memoryBytes,
      availableBytes: availableBytes ?? memoryBytes,
      effort: .brief
    )
  }

  /// Thirty-two samples of evenly spread numbers.
  static func sample(
    _ shape: [Int],
    _ range: ClosedRange<Float>,
    classes: Int? = nil
  ) -> DataSample {
    let count = 32 * shape.reduce(1, *)
    var noise = (0..<count).map { index in
      range.lowerBound
        + (range.upperBound - range.lowerBound) * Float((index * 7919) % 1009) / 1008
    }
    noise[0] = range.lowerBound
    noise[1] = range.upperBound
    return DataSample(
      Batch(
        exampleShape: shape,
        values: noise,
        classLabels: classes.map { classes in (0..<32).map { $0 % classes } }
      )
    )
  }
}

extension ModelInspection {
  /// The findings of a symptom.
  func findings(_ symptom: Symptom) -> [Finding] {
    report.findings.filter { $0.symptom == symptom }
  }

  /// Whether a symptom was looked for and not found.
  func rulesOut(_ symptom: Symptom) -> Bool {
    report.ruledOut.contains { $0.symptom == symptom } && findings(symptom).isEmpty
  }
}
