// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleData
import SaddleGAN
import SaddleHealth
import SaddleImage
import SaddleSettings
import SaddleTorch

/// Everything that a step of a run depends on, built from its configuration.
final class TrainingSetup {
  let configuration: Configuration
  /// What is learned, with its game.
  let task: any TaskSetup
  /// What changes in the course of training.
  let schedules: ScheduleSet
  let box: RunData
  private let controls: [String: [Control]]

  /// Builds what a configuration describes.
  ///
  /// - Parameters:
  ///   - configuration: Complete and valid.
  ///   - type: The task; nil takes the configuration's.
  ///   - data: The samples of a set-up of the same data, which are read already; nil reads them.
  init(
    _ configuration: Configuration,
    task type: (any TaskSetup.Type)? = nil,
    data: RunData? = nil
  ) throws {
    self.configuration = configuration
    try Engine.check()
    try Engine.setThreads(Self.threads(configuration))
    let seed = SeedStream.data.seed(UInt64(configuration.seed))
    box = try data ?? RunData(configuration.makeData(seed: seed))
    let type = try type ?? TaskSetups.named(configuration.task)
    task = try type.init(configuration, data: box)
    schedules = try ScheduleSet(configuration)
    controls = Dictionary(grouping: task.game.controls, by: \.key)
  }

  /// The same on the same data with changes made; itself where there are none.
  func changed(by changes: [ConfigurationChange]) throws -> TrainingSetup {
    guard !changes.isEmpty else { return self }
    return try TrainingSetup(configuration.applying(changes), task: type(of: task), data: box)
  }

  /// Throws where a schedule is of keys that nothing in the game answers to.
  func checkSchedules() throws(ConfigurationError) {
    for (pattern, keys) in schedules.keys where keys.allSatisfy({ controls[$0] == nil }) {
      throw ConfigurationError(
        "schedules",
        of: configuration.name ?? "configuration",
        "\(pattern) is nothing that this run has, so there is nothing to schedule"
      )
    }
  }

  /// The game.
  var game: any AnyGame { task.game }
  /// Shape of one sample.
  var shape: SampleShape { task.shape }
  /// The real samples.
  var data: any DataSource {
    get { box.source }
    set { box.source = newValue }
  }

  /// The number that a key has in the running game; nil where nothing in it answers to the key.
  func number(_ key: String) -> Double? { controls[key]?.first?.value }

  /// Makes a step on the next data.
  func play() throws -> [GameObservation] { try task.play() }

  /// Brings everything that is scheduled to its value for a step.
  func applySchedules(step: Int, _ state: ScheduleState) {
    if schedules.isEmpty { return }
    for (key, value) in schedules.values(step: step, state) {
      for control in controls[key] ?? [] { control.value = value }
    }
  }

  /// Threads inside an operation: as configured, or one per core, or one for points.
  ///
  /// The networks for points are so small that handing work over costs more than it saves.
  private static func threads(_ configuration: Configuration) -> Int {
    if configuration.threads > 0 { return configuration.threads }
    return configuration.data.source.isPoints ? 1 : ProcessInfo.processInfo.activeProcessorCount
  }

  /// Looks at networks of the same configuration before training; nil where nothing is watched.
  func inspect() throws(TensorError) -> ArchitectureReport? {
    guard configuration.monitor.enabled else { return nil }
    return try ModelInspection(
      configuration,
      task: type(of: task),
      data: data,
      effort: .brief
    ).report
  }
}
