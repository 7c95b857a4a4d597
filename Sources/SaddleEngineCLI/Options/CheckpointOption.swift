// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import SaddleTraining

extension CheckpointStore.Choice: ExpressibleByArgument {
  /// Reads `best`, `newest` or a step.
  public init?(argument: String) { self.init(argument) }

  /// The text that names it.
  public var defaultValueDescription: String {
    switch self {
    case .newest: "newest"
    case .best: "best"
    case .step(let step): "\(step)"
    }
  }
}
