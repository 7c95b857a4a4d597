// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleHealth

@Suite struct SettingOutOfRangeTests {
  private func context(_ changes: [SettingKey: Double]) -> RunContext {
    var settings = RunSettings(source: "config.yaml", isSaddle: true)
    settings.set(.generatorRate, 1e-3)
    settings.set(.discriminatorRate, 1e-3)
    settings.set(.batchSize, 256)
    settings.set(.r1, 0.1)
    settings.set(.dataSource, "ring")
    settings.reference = .init(
      name: "the preset ring",
      values: settings.entries.mapValues(\.value)
    )
    for (key, value) in changes { settings.set(key, value) }
    var context = RunContext(objective: .nonSaturating)
    context.settings = settings
    return context
  }

  /// A discriminator that wins: loss near 0, samples without variety.
  private func lost(_ changes: [SettingKey: Double]) -> Diagnosis {
    let trace = Trace(
      "loss/d: 1.3x100 0.05x500 ~0.05; loss/g: 0.7x100 5x500 ~0.05; "
        + "accuracy/real: 0.7x100 1x500; accuracy/fake: 0.7x100 1x500; "
        + "diversity/real: 1x600; diversity/fake: 0.8x100 0.09x500"
    )
    return trace.diagnosis(context(changes))
  }

  @Test func aRateOfZeroIsCriticalAtTheFirstStepAndCarriesItsRemedy() throws {
    var monitor = HealthMonitor(context: context([.generatorRate: 0]))
    let found = monitor.observe(Observation(step: 1, [.lossDiscriminator: 1.386]))
    let finding = try #require(found.first)
    #expect(finding.symptom == .settingOutOfRange && finding.severity == .critical)
    #expect(
      finding.remedies.first?.changes.map(\.line) == ["optimizer.generator.learningRate: 0.001"]
    )
    #expect(monitor.observe(Observation(step: 2, [.lossDiscriminator: 1.386])).isEmpty)
    #expect(monitor.diagnosis().health == .sick)
  }

  @Test func aFarSettingIsTheFirstCauseOfWhatTrainingShows() throws {
    let diagnosis = lost([.batchSize: 2])
    #expect(diagnosis.causes.first?.symptom == .settingOutOfRange)
    #expect(diagnosis.causes.first?.explains.contains(.modeCollapse) == true)
    #expect(diagnosis.remedies.first?.changes.map(\.line) == ["training.batchSize: 256"])
  }

  @Test func aDoubtfulOneIsACauseOnlyWhereSomethingIsWrong() throws {
    let diagnosis = lost([.r1: 0])
    #expect(diagnosis.causes.first?.symptom == .settingOutOfRange)
    #expect(diagnosis.remedies.first?.changes.map(\.line) == ["regularizers.r1.gamma: 0.1"])
    #expect(diagnosis.remedies.count > 1, "what else helps is not taken away")
    let calm = Trace("loss/d: 1.386x400 ~0.02; loss/g: 0.69x400 ~0.02")
    let healthy = calm.diagnosis(context([.r1: 0]))
    #expect(healthy.causes.isEmpty)
    #expect(healthy.findings.allSatisfy { $0.severity == .notice })
  }

  @Test func theNearestUsualSettingsAreRuledOut() {
    let diagnosis = lost([.generatorRate: 2e-3, .discriminatorRate: 2e-3])
    #expect(diagnosis.ruledOut.contains { $0.symptom == .settingOutOfRange })
    #expect(diagnosis.causes.first?.symptom != .settingOutOfRange)
  }

  @Test func withoutOptionsItIsNotJudged() {
    let diagnosis = Trace("loss/d: 1.386x100; loss/g: 0.69x100").diagnosis()
    #expect(diagnosis.notJudged.contains { $0.symptom == .settingOutOfRange })
  }

  @Test func settingsThatWereMendedOnResumeResolveIt() throws {
    var monitor = HealthMonitor(context: context([.generatorRate: 0]))
    _ = monitor.observe(Observation(step: 1, [.lossDiscriminator: 1.386]))
    monitor.context = context([:])
    let news = (2...12).flatMap {
      monitor.observe(Observation(step: $0, [.lossDiscriminator: 1.386]))
    }
    #expect(news.map(\.state) == [.resolved])
  }

  /// Rates stand in the context, too, without any settings.
  @Test func aRateThatWasDeclaredAnewIsJudgedAnew() throws {
    var declared = RunContext(objective: .nonSaturating)
    declared.generatorLearningRate = 2e-4
    var monitor = HealthMonitor(context: declared)
    _ = monitor.observe(Observation(step: 1, [.lossDiscriminator: 1.386]))
    declared.generatorLearningRate = 0
    monitor.context = declared
    let news = monitor.observe(Observation(step: 2, [.lossDiscriminator: 1.386]))
    #expect(news.map(\.symptom) == [.settingOutOfRange])
  }

  @Test func aStoredStateHasNoTraceOfWhatWasRemembered() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var monitor = HealthMonitor(context: context([.batchSize: 2]))
    _ = monitor.observe(Observation(step: 1, [.lossDiscriminator: 1.386]))
    var resumed = try JSONDecoder().decode(HealthMonitor.self, from: encoder.encode(monitor))
    resumed.context = context([.batchSize: 4])
    resumed.context = context([.batchSize: 2])
    for step in 2...20 {
      _ = monitor.observe(Observation(step: step, [.lossDiscriminator: 1.386]))
      _ = resumed.observe(Observation(step: step, [.lossDiscriminator: 1.386]))
    }
    #expect(try encoder.encode(monitor) == encoder.encode(resumed))
  }
}
