// SPDX-License-Identifier: Apache-2.0

/// A configuration that comes with the program, found by name: `saddle train ring`.
///
/// Each is a file of the top-level `Examples/`, linked from the folder beside this file and
/// embedded when Saddle is built.
///
/// ```swift
/// import SaddleSettings
///
/// for preset in Preset.all { print(preset.name, preset.summary, preset.cost ?? "") }
/// let ring = try Configuration.read(yaml: Preset.named("ring")?.yaml ?? "", file: "ring.yaml")
/// ```
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

  /// How long it takes on two cores, such as `4 min`: the comment that begins with `Cost:`.
  ///
  /// Estimates from the processor time of measured steps, for the largest presets from their
  /// multiply-adds; two threads of such networks are 1.7 times as fast as one.
  public var cost: String? {
    let mark = "# Cost: "
    let line = yaml.split(separator: "\n").first { $0.hasPrefix(mark) }
    return line.map { String($0.dropFirst(mark.count).prefix { $0 != "(" && $0 != "," }) }
      .map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
  }

  /// Every preset, in the order in which a newcomer should try them.
  public static let all: [Preset] = [
    Preset("ring", PackageResources.ring_yaml),
    Preset("grid", PackageResources.grid_yaml),
    Preset("fashion-mnist", PackageResources.fashion_mnist_yaml),
    Preset("fashion-mnist-non-saturating", PackageResources.fashion_mnist_non_saturating_yaml),
    Preset("fashion-mnist-saturating", PackageResources.fashion_mnist_saturating_yaml),
    Preset("fashion-mnist-least-squares", PackageResources.fashion_mnist_least_squares_yaml),
    Preset("fashion-mnist-wasserstein", PackageResources.fashion_mnist_wasserstein_yaml),
    Preset("fashion-mnist-hinge", PackageResources.fashion_mnist_hinge_yaml),
    Preset(
      "fashion-mnist-relativistic-paired",
      PackageResources.fashion_mnist_relativistic_paired_yaml
    ),
    Preset(
      "fashion-mnist-relativistic-average",
      PackageResources.fashion_mnist_relativistic_average_yaml
    ),
    Preset(
      "fashion-mnist-relativistic-average-least-squares",
      PackageResources.fashion_mnist_relativistic_average_least_squares_yaml
    ),
    Preset(
      "fashion-mnist-relativistic-average-hinge",
      PackageResources.fashion_mnist_relativistic_average_hinge_yaml
    ),
    Preset("fashion-mnist-classes", PackageResources.fashion_mnist_classes_yaml),
    Preset("emoji-32", PackageResources.emoji_32_yaml),
    Preset("emoji-pix2pix", PackageResources.emoji_pix2pix_yaml),
    Preset("sngan-small", PackageResources.sngan_small_yaml),
    Preset("pggan-small", PackageResources.pggan_small_yaml),
    Preset("image-folder", PackageResources.image_folder_yaml),
    Preset("dcgan-64", PackageResources.dcgan_64_yaml),
    Preset("sngan-32", PackageResources.sngan_32_yaml),
    Preset("pggan-1024", PackageResources.pggan_1024_yaml),
  ]

  /// Returns the preset of that name, exactly as it is spelled; nil where there is none.
  public static func named(_ name: String) -> Preset? {
    all.first { $0.name == name }
  }

  private init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.yaml = String(decoding: bytes, as: UTF8.self)
  }
}
