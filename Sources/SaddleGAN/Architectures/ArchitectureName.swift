// SPDX-License-Identifier: Apache-2.0

/// The architectures by name.
public enum ArchitectureName: String, CaseIterable, Codable, Sendable {
  /// Fully connected layers.
  case mlp
  /// Strided convolutions, from 4x4 to the image size.
  case dcgan
  /// Residual blocks, as in SNGAN and WGAN-GP.
  case resnet
  /// Grown level by level.
  case pggan

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .mlp: "fully connected layers; for points and very small images"
    case .dcgan: "strided convolutions (Radford et al. 2015); images from 8 pixels on"
    case .resnet: "residual blocks (SNGAN); images of 4 to 7 times a power of two"
    case .pggan: "grown from 4x4 (Karras et al. 2018); images of a power of two"
    }
  }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] {
    switch self {
    case .mlp: ["fc", "dense"]
    case .dcgan: ["conv", "cnn"]
    case .resnet: ["sngan", "residual", "resnet-gan"]
    case .pggan: ["progan", "progressive"]
    }
  }
}

extension ArchitectureName {
  /// Which image sizes it can make, in words.
  package var sizes: String {
    switch self {
    case .mlp: "any"
    case .dcgan: "8 or more"
    case .resnet: "4, 5, 6 or 7 times a power of two, from 8 on"
    case .pggan: "a power of two from 8"
    }
  }

  /// Whether it can make images of so many pixels a side.
  package func makes(size: Int) -> Bool {
    switch self {
    case .mlp: true
    case .dcgan: size >= 8
    case .resnet: DCGAN.plan(size: size).map { $0.base << $0.doublings == size } ?? false
    case .pggan: size >= 8 && size & (size - 1) == 0
    }
  }
}
