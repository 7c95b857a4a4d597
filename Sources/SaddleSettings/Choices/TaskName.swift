// SPDX-License-Identifier: Apache-2.0

/// What is learned, by name: who plays, and what for.
public enum TaskName: String, ConfigurationChoice {
  /// Samples from noise, or from noise and a class.
  case unconditional

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .unconditional: "samples from noise, or from noise and a class"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .unconditional: ["gan"]
    }
  }
}
