// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN
public import SaddleHealth

extension Configuration {
  /// What the monitor judges of the configuration, with the preset that it can be compared to.
  public var settings: RunSettings {
    var settings = values(source: "config.yaml")
    settings.reference = reference.map { preset, known in
      RunSettings.Reference(
        name: "the preset \(preset.name)",
        values: known.values(source: "").entries.mapValues(\.value)
      )
    }
    return settings
  }

  private func values(source: String) -> RunSettings {
    var settings = RunSettings(source: source, isSaddle: true)
    let judged = Set(SettingKey.judged.map(\.rawValue))
    for key in Self.schema.keys where judged.contains(key.path) {
      let name = SettingKey(rawValue: key.path)
      switch key.read(self) {
      case .number(let value): settings.set(name, value)
      case .integer(let value): settings.set(name, Double(value))
      case .boolean(let value): settings.set(name, value)
      case .text(let value): settings.set(name, value)
      case .none, .list: break
      }
    }
    settings.set(.precision, "fp32")
    if !schedules.isEmpty, let set = try? ScheduleSet(self) {
      for (key, halfway, peak) in Self.scheduled {
        guard let middle = set.value(of: key.rawValue, step: training.steps / 2 + 1) else {
          continue
        }
        settings.set(halfway, middle, named: "schedules")
        guard let peak, let largest = set.peak(of: key.rawValue) else { continue }
        settings.set(peak, largest, named: "schedules")
      }
      settings.set(.otherSchedules, "[\(schedulesOfOthers.joined(separator: ", "))]")
    }
    addNoise(to: &settings)
    if let mixture = try? data.mixture() { settings.set(.dataDeviation, mixture.deviation) }
    return settings
  }

  private static let scheduled: [(key: SettingKey, halfway: SettingKey, peak: SettingKey?)] = [
    (.generatorRate, .generatorRateHalfway, .generatorRatePeak),
    (.discriminatorRate, .discriminatorRateHalfway, .discriminatorRatePeak),
    (.instanceNoise, .instanceNoiseHalfway, nil),
  ]

  /// The lines that no learning rate follows.
  private var schedulesOfOthers: [String] {
    let rates = [SettingKey.generatorRate, .discriminatorRate].map(\.rawValue)
    return schedules.filter { line in
      guard let schedule = try? Schedule(line) else { return true }
      return !rates.contains { schedule.matches($0) }
    }
  }

  /// How much of the noise is left in the middle of the run, by its own end and by its schedule.
  private func addNoise(to settings: inout RunSettings) {
    let noise = regularizers.instanceNoise
    guard noise.isOn || settings.number(.instanceNoiseHalfway) ?? 0 > 0 else { return }
    let sigma = settings.number(.instanceNoiseHalfway) ?? noise.sigma
    let until = Double(max(1, noise.until))
    let left = noise.until > 0 ? max(0, 1 - Double(training.steps / 2) / until) : 1
    settings.set(.instanceNoiseHalfway, sigma * left)
  }

  /// The preset that was made for the same data and networks: the one whose name the configuration
  /// has, else one of the same objective, else any.
  private var reference: (Preset, Configuration)? {
    let known = Preset.all.compactMap { preset -> (Preset, Configuration)? in
      guard let loaded = try? Self.read(yaml: preset.yaml, file: preset.name) else { return nil }
      return (preset, loaded.configuration)
    }
    let alike = known.filter { _, other in
      other.data.source == data.source && other.generator.architecture == generator.architecture
        && other.discriminator.architecture == discriminator.architecture
    }
    if let same = alike.first(where: { $0.0.name == name }) { return same }
    // What lies in a folder or a file of the user's own no preset knows.
    guard data.source != .folder, data.source != .idx else { return nil }
    return alike.first { $0.1.objective == objective } ?? alike.first
  }
}
