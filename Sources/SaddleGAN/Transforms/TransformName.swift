// SPDX-License-Identifier: Apache-2.0

/// The random changes of pictures by name, in the order in which they are applied.
public enum TransformName: String, CaseIterable, Codable, Sendable {
  /// Left to right.
  case mirror
  /// By right angles.
  case quarterTurns
  /// By whole pixels.
  case translation
  /// Zoom.
  case scaling
  /// By any angle.
  case rotation
  /// Brightness, saturation, contrast.
  case color
  /// Noise of a random strength.
  case noise
  /// A blank rectangle.
  case cutout

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .mirror: "left to right, with probability 1/2"
    case .quarterTurns: "by 0, 90, 180 or 270 degrees"
    case .translation: "by whole pixels, up to an eighth of the side (DiffAugment)"
    case .scaling: "zoom by 2^N(0, 0.2^2)"
    case .rotation: "by any angle"
    case .color: "brightness, saturation, contrast (DiffAugment)"
    case .noise: "noise of a random strength"
    case .cutout: "a blank rectangle of half the sides (DiffAugment)"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .mirror: ["flip", "xflip"]
    case .quarterTurns: ["rotate90"]
    case .translation: ["xint", "shift"]
    case .scaling: ["scale", "zoom"]
    case .rotation: ["rotate"]
    case .color: ["colour", "brightness", "contrast", "saturation"]
    case .noise: []
    case .cutout: []
    }
  }
}
