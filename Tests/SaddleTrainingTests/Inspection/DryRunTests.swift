// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTesting
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A layer whose output doesn't depend on its weight, or whose weight makes NaN.
private final class Odd: Module {
  private let weight: Parameter
  private let factor: Double

  init(_ factor: Double) throws {
    weight = try Parameter(.ones([1]))
    self.factor = factor
    super.init()
    register(weight, as: "weight")
  }

  override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
    try input + weight.tensor * factor
  }
}

@Suite struct DryRunTests {
  private let random: Random

  init() throws { random = try Random(seed: 3) }

  private func model(
    _ generator: [Module],
    _ discriminator: [Module]
  ) throws -> ModelInspection {
    try Inspections.custom(
      generator: Sequential(generator),
      discriminator: Sequential(discriminator),
      shape: [2]
    )
  }

  @Test func aDeadLayerIsNamed() throws {
    let model = try model(
      [try Linear(8, 4, using: random), try Odd(0), try Linear(4, 2, using: random)],
      [try Linear(2, 1, using: random)]
    )
    let finding = try #require(model.findings(.deadLayer).first)
    #expect(finding.severity == .warning)
    #expect(finding.summary == "No gradient reaches generator 1.")
    #expect(model.report.blocking == nil)
  }

  @Test func aLivingLayerIsNot() throws {
    let model = try model(
      [try Linear(8, 4, using: random), try Odd(1), try Linear(4, 2, using: random)],
      [try Linear(2, 1, using: random)]
    )
    #expect(model.rulesOut(.deadLayer))
    #expect(model.rulesOut(.nonFinite))
    #expect(model.rulesOut(.shapeMismatch))
  }

  @Test func notANumberBlocks() throws {
    let model = try model(
      [try Linear(8, 2, using: random), try Odd(.nan)],
      [try Linear(2, 1, using: random)]
    )
    let finding = try #require(model.report.blocking)
    #expect(finding.symptom == .nonFinite)
    #expect(finding.summary.contains("output of the generator"), "\(finding.summary)")
  }

  @Test func whatDoesNotFitBlocks() throws {
    let model = try model(
      [try Linear(8, 3, using: random)],
      [try Linear(2, 1, using: random)]
    )
    let finding = try #require(model.report.blocking)
    #expect(finding.symptom == .shapeMismatch)
    #expect(finding.summary.contains("linear"))
  }

  // MARK: - In a training run

  @Test func lookingChangesNoByteOfTheTraining() throws {
    let (watched, alone) = (TinyRun.folder(), TinyRun.folder())
    for (run, isOn) in [(watched, true), (alone, false)] {
      let configuration = try TinyRun.configuration(["monitor.enabled=\(isOn)"])
      let trainer = try Trainer(configuration: configuration, run: run, clock: { 1e9 })
      #expect((trainer.architecture != nil) == isOn)
      _ = try trainer.train()
    }
    let files = try TinyRun.files(of: alone, step: 60)
    for (name, bytes) in try TinyRun.tensors(of: watched, step: 60) {
      #expect(files[name] == bytes, "\(name)")
    }
  }

  @Test func aRunKeepsWhatWasFoundBeforeIt() throws {
    let run = TinyRun.folder()
    func train(steps: Int, from checkpoint: Int?) throws -> [Symptom] {
      let trainer = try Trainer(
        configuration: TinyRun.configuration([
          "generator.latentSize=1", "training.steps=\(steps)",
          "optimizer.generator.learningRate=0.001", "optimizer.discriminator.learningRate=0.001",
        ]),
        run: run,
        from: checkpoint,
        clock: { 1e9 }
      )
      _ = try trainer.train()
      #expect(trainer.monitor?.findings.map(\.symptom) == [.smallLatent])
      return trainer.architecture?.findings.map(\.symptom) ?? []
    }
    #expect(try train(steps: 5, from: nil) == [.smallLatent])
    let lines = try String(contentsOfFile: run.findings, encoding: .utf8)
    #expect(lines.contains("\"symptom\":\"smallLatent\""))
    #expect(DeclaredContext.read(run.path)?.architectureFindings?.count == 1)
    let told = try Programs.saddle("diagnose", run.path, "--json")
    #expect(told.output.contains("\"smallLatent\""), "\(told.errors)")
    #expect(try train(steps: 10, from: 5) == [.smallLatent])
    #expect(try String(contentsOfFile: run.findings, encoding: .utf8) == lines)
  }
}
