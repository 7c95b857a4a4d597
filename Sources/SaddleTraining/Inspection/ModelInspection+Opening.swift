// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleData
import SaddleGAN
import SaddleSettings
import SaddleTorch

extension ModelInspection {
  /// Inspects a configuration with its data, or without them where they can't be opened.
  ///
  /// - Throws: `TensorError` where the networks can't be made, `DataError` where the shape of the
  ///   samples isn't known without the data.
  public static func open(
    _ configuration: Configuration,
    effort: Effort = .thorough
  ) throws -> ModelInspection {
    try Engine.check()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    try Engine.setThreads(configuration.threads > 0 ? configuration.threads : cores)
    let seed = SeedStream.data.seed(UInt64(configuration.seed))
    let data: any DataSource
    do {
      data = try configuration.makeData(seed: seed)
    } catch {
      let (size, channels) = (configuration.data.size, configuration.data.channels)
      let set = DataSetCatalog.all.first { $0.name == configuration.data.source.rawValue }
      let isUnconditional =
        configuration.generator.conditioning == .none
        && configuration.discriminator.conditioning == .none
      guard size > 0, channels > 0, isUnconditional || set?.classCount != nil else { throw error }
      return try ModelInspection(
        configuration,
        examples: SampleShape(
          configuration.exampleShape(channels: channels, size: size),
          classCount: set?.classCount
        ),
        missing: "The data can't be read: " + "\(error)".components(separatedBy: " (looked in")[0]
          + ".",
        effort: effort
      )
    }
    return try ModelInspection(configuration, data: data, effort: effort)
  }
}
