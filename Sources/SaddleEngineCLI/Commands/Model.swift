// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SaddleCLI
import SaddleRuns
import SaddleTerminal
import SaddleTraining

/// `saddle model`: shows the networks of a configuration and checks them before training.
struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EngineCommands.Model.name,
    abstract: EngineCommands.Model.abstract,
    discussion: """
      Layers with shapes, trained numbers and multiply-adds; what a step computes and keeps in memory, \
      estimated, and measured on two dry steps of networks of its own; then what is doubtful about \
      networks and data, as `saddle diagnose` would say it. `saddle train` makes the same checks.

      Multiply-adds are those of convolutions, linear layers and matrix products. \
      `saddle explain SYMPTOM` says how each check measures.

      Examples:
        saddle model ring
        saddle model Examples/fashion-mnist.yaml --set generator.width=64
        saddle model runs/fashion-mnist --batch 256
        saddle model my.yaml --json | jq '.generator.parameters, .step.totalBytes'
        saddle model my.yaml --fail-on warning && saddle train my.yaml

      Exit status: 0 shown, 1 the networks can't be made, 2 a finding at or above --fail-on, \
      64 wrong configuration.
      """
  )

  @Argument(help: "A YAML file, a preset or a run's folder.")
  var subject: String

  @OptionGroup var overrides: Overrides

  @Option(help: "Samples of a step (training.batchSize).")
  var batch: Int?

  @Option(help: "Exit with status 2 where a finding is this serious (warning, critical).")
  var failOn: FailOn?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print every remedy and reason.")
  var full = false

  @Flag(help: "Print ASCII only, without colors.")
  var plain = false

  func run() throws {
    let run = RunDirectory(subject)
    let isRun = FileManager.default.fileExists(atPath: run.configuration)
    let configuration = try overrides.load(
      isRun ? run.configuration : subject,
      and: batch.map { ["training.batchSize=\($0)"] } ?? []
    )
    let model: ModelInspection
    do { model = try ModelInspection.open(configuration) } catch {
      throw ExitCode.after(error) == .usage ? error : Failure("\(error)")
    }
    try show(model)
    if let failOn, let worst = model.report.worst, worst >= failOn.severity {
      throw ExitCode.findings
    }
  }

  private func show(_ model: ModelInspection) throws {
    if json {
      let encoder = JSONEncoder.stable(isPretty: true)
      return StandardOutput.print(json: String(decoding: try encoder.encode(model), as: UTF8.self))
    }
    StandardOutput.print(ModelText(model).text)
    StandardOutput.print(
      FindingsText.text(model.diagnosis, whole: full, plain: plain),
      terminator: ""
    )
  }
}
