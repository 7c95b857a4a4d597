// SPDX-License-Identifier: Apache-2.0

import Foundation
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
      data = try configuration.data.makeSource(seed: seed)
    } catch {
      let (size, channels) = (configuration.data.size, configuration.data.channels)
      guard size > 0, channels > 0 else { throw error }
      return try ModelInspection(
        configuration,
        shape: SampleShape([channels, size, size]),
        data: nil,
        missing: "The data can't be read: " + "\(error)".components(separatedBy: " (looked in")[0]
          + ".",
        effort: effort
      )
    }
    return try ModelInspection(
      configuration,
      shape: SampleShape(data.exampleShape, classCount: data.classNames?.count),
      data: data,
      effort: effort
    )
  }
}
