// SPDX-License-Identifier: Apache-2.0

/// A configuration that comes with the program, found by name: `saddle train ring`.
///
/// Each is a file of the top-level `Examples/`, linked from the folder beside this file and
/// embedded when Saddle is built.
public struct Preset: Sendable, Equatable {
  /// The name, without `.yaml`.
  public let name: String
  /// The file's text.
  public let yaml: String

  /// The first comment line: what it trains.
  public var summary: String {
    let line = yaml.prefix { $0 != "\n" }
    return String(line.drop { $0 == "#" || $0 == " " })
  }

  /// Every preset, in the order in which a newcomer should try them.
  public static let all: [Preset] = [
    Preset("ring", PackageResources.ring_yaml),
    Preset("grid", PackageResources.grid_yaml),
    Preset("fashion-mnist", PackageResources.fashion_mnist_yaml),
    Preset("emoji-32", PackageResources.emoji_32_yaml),
    Preset("image-folder", PackageResources.image_folder_yaml),
  ]

  /// Returns the preset of that name.
  public static func named(_ name: String) -> Preset? {
    all.first { $0.name == name }
  }

  private init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.yaml = String(decoding: bytes, as: UTF8.self)
  }
}
