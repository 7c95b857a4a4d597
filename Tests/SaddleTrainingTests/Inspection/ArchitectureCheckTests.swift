// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct ArchitectureCheckTests {
  private let random: Random

  init() throws { random = try Random(seed: 3) }

  // MARK: - Data

  @Test(arguments: [
    (Float(0)...255, Severity.critical), (0...1, .warning), (-1...(-0.1), .warning),
    (-0.01...0.01, .critical),
  ])
  func dataThatTanhCannotMakeIsFound(_ range: ClosedRange<Float>, _ severity: Severity) throws {
    let model = try Inspections.images([1, 8, 8], values: range)
    let finding = try #require(model.findings(.dataRange).first)
    #expect(finding.severity == severity)
    #expect(finding.side == .data)
    #expect(finding.evidence.map(\.threshold?.value).prefix(2) == [-1, 1])
    #expect(finding.remedies.first?.measure == .scaleData)
  }

  @Test func dataOfTheRangeOfTanhAreNot() throws {
    #expect(try Inspections.images([1, 8, 8]).rulesOut(.dataRange))
    #expect(try Inspections.images([1, 8, 8], values: -0.8...0.7).rulesOut(.dataRange))
  }

  @Test func aSigmoidWantsDataOfZeroToOne() throws {
    func model(_ range: ClosedRange<Float>) throws -> ModelInspection {
      try Inspections.custom(
        generator: Sequential([
          try Linear(8, 16, using: random), Sigmoid(), Reshape([1, 4, 4]),
        ]),
        discriminator: Sequential([Flatten(), try Linear(16, 1, using: random)]),
        shape: [1, 4, 4],
        sample: Inspections.sample([1, 4, 4], range)
      )
    }
    #expect(try model(0...1).rulesOut(.dataRange))
    #expect(try model(-1...1).findings(.dataRange).first?.severity == .critical)
  }

  @Test func constantDataAreCritical() throws {
    let batch = Batch(exampleShape: [2], values: Array(repeating: 0.5, count: 64))
    let model = try Inspections.custom(
      generator: Linear(8, 2, using: random),
      discriminator: Linear(2, 1, using: random),
      shape: [2],
      sample: DataSample(batch)
    )
    #expect(model.findings(.dataRange).first?.summary == "All 32 samples are the same.")
  }

  @Test func theScaleOfPointsIsJudged() throws {
    #expect(
      try Inspections.of(["data.radius=100", "data.sigma=1"]).findings(.dataRange).count == 1
    )
    #expect(try Inspections.of(["data.radius=10"]).rulesOut(.dataRange))
  }

  @Test func notANumberInTheDataIsCriticalAndBlocks() throws {
    var batch = Inspections.sample([2], -1...1).batch
    batch.values[5] = .nan
    let model = try Inspections.custom(
      generator: Linear(8, 2, using: random),
      discriminator: Linear(2, 1, using: random),
      shape: [2],
      sample: DataSample(batch)
    )
    #expect(model.report.blocking?.symptom == .nonFinite)
    #expect(model.report.blocking?.side == .data)
  }

  // MARK: - Networks

  @Test func batchNormUnderAPenaltyIsFound() throws {
    let batch = "discriminator.normalization=batch"
    let r1 = try Inspections.of([batch]).findings(.batchNormUnderPenalty)
    #expect(r1.map(\.severity) == [.notice])
    let penalty = try Inspections.of([
      batch, "regularizers={gradientPenalty: {weight: 10}}", "objective=wasserstein",
    ]).findings(.batchNormUnderPenalty)
    #expect(penalty.map(\.severity) == [.warning])
    #expect(penalty.first?.remedies.first?.changes.first?.key == "discriminator.normalization")
    let dragan = try Inspections.of([batch, "regularizers={dragan: {weight: 10}}"])
    #expect(dragan.findings(.batchNormUnderPenalty).map(\.severity) == [.warning])
  }

  @Test func batchNormOrAPenaltyAloneIsNot() throws {
    #expect(try Inspections.of().rulesOut(.batchNormUnderPenalty))
    let alone = ["discriminator.normalization=batch", "regularizers={r1: {gamma: 0}}"]
    #expect(try Inspections.of(alone).rulesOut(.batchNormUnderPenalty))
    let generator = try Inspections.of(["generator.normalization=batch"])
    #expect(generator.rulesOut(.batchNormUnderPenalty))
  }

  @Test(arguments: [(3, 2, 1, true), (5, 2, 2, true), (4, 2, 1, false), (3, 1, 1, false)])
  func kernelsThatTheirStrideDoesNotDivideAreFound(
    _ kernel: Int,
    _ stride: Int,
    _ padding: Int,
    _ isUneven: Bool
  ) throws {
    let padded = stride == 2 && kernel % 2 == 1 ? 1 : 0
    let side = (4 - 1) * stride - 2 * padding + kernel + padded
    let model = try Inspections.custom(
      generator: Sequential([
        try Linear(8, 64, using: random), Reshape([4, 4, 4]),
        try ConvTranspose2d(
          4,
          1,
          kernel: kernel,
          stride: stride,
          padding: padding,
          outputPadding: padded,
          using: random
        ), Tanh(),
      ]),
      discriminator: Sequential([Flatten(), try Linear(side * side, 1, using: random)]),
      shape: [1, side, side]
    )
    let findings = model.findings(.checkerboard)
    #expect(findings.isEmpty != isUneven)
    if isUneven { #expect(findings.first?.evidence.first?.value.value == Double(kernel % stride)) }
  }

  /// Trained numbers of the mlp on points: G (4 + 1) w + (w + 1) 2, D 3 v + v + 1.
  @Test func networksOfUnequalSizeAreFound() throws {
    let notice = try Inspections.of(["generator.width=128", "discriminator.width=16"])
    #expect(notice.findings(.unequalCapacity).map(\.severity) == [.notice])
    let warning = try Inspections.of(["generator.width=512", "discriminator.width=4"])
    let finding = try #require(warning.findings(.unequalCapacity).first)
    #expect(finding.severity == .warning)
    #expect(finding.side == .discriminator)
    #expect(finding.remedies.map(\.measure) == [.largerDiscriminator])
    let other = try Inspections.of(["generator.width=4", "discriminator.width=512"])
    #expect(other.findings(.unequalCapacity).first?.remedies.map(\.measure) == [.largerGenerator])
  }

  @Test func nineTimesAsLargeIsNot() throws {
    let model = try Inspections.of(["generator.width=72", "discriminator.width=16"])
    #expect(model.generator.parameters > 7 * model.discriminator.parameters)
    #expect(model.rulesOut(.unequalCapacity))
  }

  @Test func aScoreThatSeesAPartIsFound() throws {
    func model(_ layers: [Module]) throws -> ModelInspection {
      try Inspections.custom(
        generator: Sequential([
          try Linear(8, 256, using: random), Tanh(), Reshape([1, 16, 16]),
        ]),
        discriminator: Sequential(layers),
        shape: [1, 16, 16]
      )
    }
    let patches = try model([
      try Conv2d(1, 4, kernel: 4, stride: 2, padding: 1, using: random), LeakyReLU(),
      try Conv2d(4, 1, kernel: 4, using: random),
    ])
    let notice = try #require(patches.findings(.narrowView).first)
    #expect(notice.severity == .notice)
    // 4 of a stride of 2 under 4: (4 - 1) 2 + 4 = 10.
    #expect(notice.evidence.first?.value.value == 10)
    let single = try model([
      try Conv2d(1, 4, kernel: 4, stride: 4, using: random), AvgPool2d(3, stride: 3),
      Flatten(), try Linear(4, 1, using: random),
    ])
    #expect(single.findings(.narrowView).map(\.severity) == [.warning])
    let whole = try model([Flatten(), try Linear(256, 1, using: random)])
    #expect(whole.rulesOut(.narrowView))
  }

  @Test func tooFewLatentNumbersAreFound() throws {
    let one = try Inspections.of(["generator.latentSize=1"]).findings(.smallLatent)
    #expect(one.map(\.severity) == [.warning])
    #expect(one.first?.evidence.first?.threshold?.value == 3)
    let two = try Inspections.of(["generator.latentSize=2"]).findings(.smallLatent)
    #expect(two.map(\.severity) == [.notice])
    #expect(try Inspections.of(["generator.latentSize=3"]).rulesOut(.smallLatent))
    let images = ["generator.latentSize=6"]
    #expect(try Inspections.images([1, 8, 8], images).findings(.smallLatent).count == 1)
    #expect(try Inspections.images([1, 8, 8], ["generator.latentSize=7"]).rulesOut(.smallLatent))
  }

  @Test func aStepThatDoesNotFitTheMemoryIsFound() throws {
    func model(_ bytes: Int) throws -> ModelInspection {
      try Inspections.custom(
        generator: Linear(8, 2, using: random),
        discriminator: Linear(2, 1, using: random),
        shape: [2],
        memoryBytes: bytes
      )
    }
    let needed = try model(1 << 40).cost.totalBytes
    #expect(try model(needed).findings(.memoryShortage).map(\.severity) == [.warning])
    #expect(try model(needed * 10 / 6).findings(.memoryShortage).map(\.severity) == [.notice])
    #expect(try model(needed * 10 / 4).rulesOut(.memoryShortage))
    #expect(try model(needed).report.notJudged.contains { $0.symptom == .shapeMismatch })
  }

  @Test func aStepThatCannotFitIsRefusedWithWhatWould() throws {
    func model(free bytes: Int) throws -> ModelInspection {
      try Inspections.custom(
        generator: Linear(8, 2, using: random),
        discriminator: Linear(2, 1, using: random),
        shape: [2],
        ["training.batchSize=4096"],
        availableBytes: bytes
      )
    }
    let needed = try model(free: 1 << 40).cost.totalBytes
    let finding = try #require(try model(free: needed / 3).report.blocking)
    #expect(finding.symptom == .memoryShortage)
    #expect(finding.summary.contains("training.batchSize 1024 would fit"), "\(finding.summary)")
    // The estimate may be 40 % too high: what might fit is tried.
    let near = try model(free: needed * 3 / 4)
    #expect(near.report.blocking == nil)
    #expect(MemoryShortage.summary(near).contains("training.batchSize 2048 would surely fit"))
    #expect(try model(free: 100).report.blocking?.summary.contains("narrower layers") == true)
  }

  @Test func aBatchTooSmallForItsLayersIsFound() throws {
    let norm = ["generator.normalization=batch"]
    #expect(
      try Inspections.of(norm + ["training.batchSize=7"]).findings(.smallBatch).map(\.severity)
        == [.warning]
    )
    #expect(try Inspections.of(norm + ["training.batchSize=8"]).rulesOut(.smallBatch))
    let deviation = ["discriminator.batchStatistics=deviation"]
    let odd = try Inspections.of(deviation + ["training.batchSize=6"])
    #expect(odd.findings(.smallBatch).map(\.severity) == [.notice])
    let one = try Inspections.of(deviation + ["training.batchSize=1"])
    #expect(one.findings(.smallBatch).map(\.severity) == [.warning])
    #expect(try Inspections.of(deviation).rulesOut(.smallBatch))
    let packed = try Inspections.of(deviation + ["discriminator.packing=8"])
    #expect(packed.findings(.smallBatch).map(\.severity) == [.notice])
  }

  // MARK: - All of them

  @Test func presetsAreFreeOfWarnings() throws {
    for preset in Preset.all {
      let configuration = try Configuration.load(preset.name).configuration
      let model = try ModelInspection.open(configuration, effort: .brief)
      // Whether a preset fits the memory is the machine's business: pggan-1024 wants 24 GB.
      let findings = model.report.findings.filter { $0.symptom != .memoryShortage }
      #expect(findings.isEmpty, "\(preset.name): \(findings)")
    }
  }

  @Test func everyFileOfTheFolderIsInTheCatalog() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = package.appendingPathComponent("Sources/SaddleTraining/Inspection/Checks")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .map { $0.replacingOccurrences(of: ".swift", with: "") }
    #expect(Set(files) == Set(CheckCatalog.builtIn.types.map { "\($0)" }))
    let looked = Set(CheckCatalog.builtIn.types.map { $0.symptom })
    #expect(Set(Symptom.allCases.filter(\.isStructural)).isSubset(of: looked))
  }

  @Test func remediesNameKeysOfTheConfiguration() throws {
    let keys = Set(Configuration.schema.keys.map(\.path))
    for symptom in Symptom.allCases {
      for change in symptom.guide.remedies.flatMap(\.changes) {
        #expect(keys.contains(change.key), "\(symptom): \(change.key)")
      }
    }
  }
}
