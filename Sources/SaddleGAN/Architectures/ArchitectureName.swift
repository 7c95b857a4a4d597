// SPDX-License-Identifier: Apache-2.0

/// The name of an architecture in a configuration; what is known of it stands in `Architecture.info`.
public struct ArchitectureName: RawRepresentable, Hashable, Codable, Sendable {
  /// The name as a configuration writes it, such as `dcgan`.
  public let rawValue: String

  /// A name, of an architecture that there is or of none.
  public init(rawValue: String) { self.rawValue = rawValue }
}

extension ArchitectureName: CaseIterable {
  /// Fully connected layers.
  public static let mlp = MLP.name
  /// Strided convolutions, from 4x4 to the image size.
  public static let dcgan = DCGAN.name
  /// Residual blocks, as in SNGAN and WGAN-GP.
  public static let resnet = ResNet.name
  /// Grown level by level.
  public static let pggan = PGGAN.name
  /// From image to image, with ways across.
  public static let unet = UNetArchitecture.name
  /// A score for each patch.
  public static let patchgan = PatchGANArchitecture.name

  /// The names that a configuration may take, in the catalog's order.
  public static var allCases: [ArchitectureName] { ArchitectureCatalog.all.map { $0.info.name } }

  /// What it is, in one line.
  public var summary: String { info?.summary ?? "" }

  /// Other names for it, as papers and other tools have them.
  public var aliases: [String] { info?.aliases ?? [] }

  /// Which image sizes it can make, in words.
  package var sizes: String { info?.sizes ?? "none" }

  /// What it can be used for.
  package var uses: Set<ArchitectureInfo.Use> { info?.uses ?? [] }

  /// For which uses its layers are normalized unless somebody says otherwise.
  package var normalized: Set<ArchitectureInfo.Use> { info?.normalized ?? [] }

  /// Whether it can make images of so many pixels a side.
  package func makes(size: Int) -> Bool { info?.makes(size) ?? false }

  private var info: ArchitectureInfo? { ArchitectureCatalog.named(self)?.info }
}

/// All that is known of an architecture without making a network: data.
public struct ArchitectureInfo: Sendable {
  /// What a network of it can be used for.
  public enum Use: Sendable {
    /// Samples from latents.
    case generator
    /// Images from images.
    case translator
    /// One score a sample.
    case discriminator
    /// A score for each patch of an image.
    case patchDiscriminator
  }

  /// Its name in the configuration.
  public let name: ArchitectureName
  /// What it is, in one line.
  public let summary: String
  /// Other names for it, as papers and other tools have them.
  public let aliases: [String]
  /// What it can be used for.
  public let uses: Set<Use>
  /// For which of them its layers are normalized over the batch unless somebody says otherwise.
  public let normalized: Set<Use>
  /// Which image sizes it can make, in words.
  public let sizes: String
  /// Whether it can make images of so many pixels a side.
  public let makes: @Sendable (Int) -> Bool

  /// Describes an architecture; `sizes` says in words what `makes` decides.
  public init(
    _ name: String,
    _ summary: String,
    aliases: [String] = [],
    uses: Set<Use> = [.generator, .discriminator],
    normalized: Set<Use> = [],
    sizes: String,
    makes: @escaping @Sendable (Int) -> Bool
  ) {
    self.name = ArchitectureName(rawValue: name)
    self.summary = summary
    self.aliases = aliases
    self.uses = uses
    self.normalized = normalized
    self.sizes = sizes
    self.makes = makes
  }
}
