// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import Testing

@testable import SaddleTraining

/// The configuration as data for the monitor, and advice that its own rules allow.
@Suite struct ConfigurationSettingsTests {
  private func preset(_ name: String, _ overrides: [String] = []) throws -> Configuration {
    let preset = try #require(Preset.named(name))
    var configuration = try Configuration.read(
      yaml: preset.yaml,
      file: name,
      overrides: overrides
    ).configuration
    configuration.name = name
    return configuration
  }

  private func context(_ configuration: Configuration) -> RunContext {
    var context = RunContext(objective: configuration.objective.health)
    context.settings = configuration.settings
    context.refusedMeasures = configuration.refusedMeasures(context)
    return context
  }

  @Test func thePresetOfTheSameNameIsTheReference() throws {
    let settings = try preset("ring", ["optimizer.generator.learningRate=0.05"]).settings
    #expect(settings.isSaddle)
    #expect(settings.number(.generatorRate) == 0.05)
    #expect(settings.reference?.name == "the preset ring")
    #expect(settings.reference?.number(.generatorRate) == 1e-3)
  }

  @Test func aRecipeOfAnotherNameIsComparedWithThePresetOfTheSameData() throws {
    var configuration = try preset("fashion-mnist", ["objective=hinge"])
    configuration.name = "mine"
    #expect(configuration.settings.reference?.name == "the preset fashion-mnist")
    configuration.data.source = .folder
    #expect(configuration.settings.reference == nil)
  }

  @Test func aScheduleThatEndsEarlyShowsInTheMiddle() throws {
    let line = "optimizer.*.learningRate linear to 0 until 100"
    let settings = try preset("ring", ["schedules=[\"\(line)\"]"]).settings
    #expect(settings.number(.generatorRateHalfway) == 0)
  }

  @Test(arguments: Preset.all.map(\.name))
  func noPresetHasASettingOutOfRange(_ name: String) throws {
    let configuration = try preset(name)
    var monitor = HealthMonitor(context: context(configuration))
    let found = monitor.observe(Observation(step: 1, [.lossDiscriminator: 1, .lossGenerator: 1]))
    #expect(found.map(\.summary) == [])
  }

  @Test(arguments: Preset.all.map(\.name))
  func whateverIsAdvisedForAPresetTheRulesAllow(_ name: String) throws {
    let configuration = try preset(name)
    let context = context(configuration)
    let known = try #require(Preset.named(name))
    for symptom in Symptom.allCases {
      let remedies = RemedyCatalog.remedies(
        for: symptom.guide,
        context: context,
        objective: context.objective
      )
      for remedy in remedies {
        let set = remedy.changes.map { "\($0.key)=\($0.valueText)" }
        #expect(!set.contains { $0.hasSuffix(" x") }, "\(set): a value that is known")
        #expect(throws: Never.self, "\(symptom.rawValue): \(set)") {
          _ = try Configuration.read(yaml: known.yaml, file: name, overrides: set)
        }
      }
    }
  }

  @Test func aMeasureThatTheRulesRefuseIsNotAdvised() throws {
    let configuration = try preset(
      "ring",
      ["training.updates=consensus", "regularizers.r1.gamma=0"]
    )
    #expect(configuration.refusedMeasures(context(configuration)).contains(.r1))
  }

  @Test func aLineOfAdviceCorrectsAFileThatItIsAppendedTo() throws {
    let yaml = "optimizer:\n  generator:\n    learningRate: 0.05\n"
    let line = "optimizer.generator.learningRate: 0.001\n"
    let read = try Configuration.read(yaml: yaml + line, file: "mine.yaml").configuration
    #expect(read.optimizer.generator.learningRate == 0.001)
  }
}
