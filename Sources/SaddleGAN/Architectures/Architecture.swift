// SPDX-License-Identifier: Apache-2.0

public import SaddleTorch

/// What both networks of an architecture are made for.
public struct SampleShape: Sendable, Equatable {
  /// Shape of one sample: `[2]` for points, `[channels, height, width]` for images.
  public var dimensions: [Int]
  /// Number of classes that conditional networks know; nil for others.
  public var classCount: Int?

  /// Creates the shape of one sample: `dimensions` without the batch.
  public init(_ dimensions: [Int], classCount: Int? = nil) {
    self.dimensions = dimensions
    self.classCount = classCount
  }

  /// Numbers in one sample.
  public var count: Int { dimensions.reduce(1, *) }
  /// Whether samples are images.
  public var isImage: Bool { dimensions.count == 3 }

  /// The side of square images that an architecture can make.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument`, with `cause`, for any other shape.
  package func side(for name: ArchitectureName, _ cause: String) throws(TensorError) -> Int {
    guard isImage, dimensions[1] == dimensions[2], name.makes(size: dimensions[1]) else {
      throw TensorError(.invalidArgument, name.rawValue, shapes: [dimensions], cause: cause)
    }
    return dimensions[1]
  }

  /// The shape of `count` samples side by side in the channels.
  package func packed(_ count: Int) -> SampleShape {
    SampleShape([dimensions[0] * count] + dimensions.dropFirst(), classCount: classCount)
  }
}

/// A family of networks: makes a generator and a discriminator for a shape of samples.
///
/// To add one: a file in `Architectures/` and a line in `ArchitectureCatalog`, from which configurations
/// know it.
///
/// ```swift
/// import SaddleGAN
/// import SaddleTorch
///
/// struct OneLayer: Architecture {
///   static let info = ArchitectureInfo("oneLayer", "one layer", sizes: "any", makes: { _ in true })
///
///   static func latentShape(_ settings: GeneratorConfiguration) -> [Int] { [settings.latentSize] }
///
///   static func makeGenerator(
///     _ settings: GeneratorConfiguration, for shape: SampleShape, using random: Random
///   ) throws(TensorError) -> Module {
///     try Linear(settings.latentSize, shape.count, using: random)
///   }
///
///   static func makeDiscriminator(
///     _ settings: DiscriminatorConfiguration, for shape: SampleShape, using random: Random
///   ) throws(TensorError) -> Module { try Linear(shape.count, 1, using: random) }
/// }
/// ```
public protocol Architecture: Sendable {
  /// Name, sizes and uses.
  static var info: ArchitectureInfo { get }

  /// The range that its last layer keeps samples in; nil for none. Default: tanh's for images.
  static func outputRange(_ shape: SampleShape) -> ClosedRange<Double>?

  /// Shape of one latent vector.
  static func latentShape(_ settings: GeneratorConfiguration) -> [Int]

  /// Makes a generator with initial weights from `random`.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` for a shape that it can't make.
  static func makeGenerator(
    _ settings: GeneratorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module

  /// Makes a generator from images to images, with initial weights from `random`.
  ///
  /// - Parameters:
  ///   - settings: Width and layers.
  ///   - input: What goes in.
  ///   - output: What comes out, as large.
  ///   - random: Source of the weights.
  ///   - noise: What layers draw from in training; its state belongs in checkpoints.
  /// - Throws: `TensorError` of kind `.invalidArgument` for shapes that it can't take.
  static func makeTranslator(
    _ settings: GeneratorConfiguration,
    from input: SampleShape,
    to output: SampleShape,
    using random: Random,
    noise: Random
  ) throws(TensorError) -> Module

  /// Makes a discriminator with initial weights from `random`; it gives one score a sample.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` for a shape that it can't take.
  static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module
}

extension Architecture {
  /// Its name in the configuration.
  public static var name: ArchitectureName { info.name }

  /// Tanh's -1...1 for images; nil for points, which are unbounded.
  public static func outputRange(_ shape: SampleShape) -> ClosedRange<Double>? {
    shape.isImage ? -1...1 : nil
  }

  /// Empty: what makes images of images has no latents.
  public static func latentShape(_ settings: GeneratorConfiguration) -> [Int] { [] }

  /// Refuses: it makes no samples from latents.
  public static func makeGenerator(
    _ settings: GeneratorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    throw TensorError(.invalidArgument, name.rawValue, cause: "it makes no samples from latents")
  }

  /// Refuses: it makes no images from images.
  public static func makeTranslator(
    _ settings: GeneratorConfiguration,
    from input: SampleShape,
    to output: SampleShape,
    using random: Random,
    noise: Random
  ) throws(TensorError) -> Module {
    throw TensorError(.invalidArgument, name.rawValue, cause: "it makes no images from images")
  }

  /// Refuses: it gives no scores.
  public static func makeDiscriminator(
    _ settings: DiscriminatorConfiguration,
    for shape: SampleShape,
    using random: Random
  ) throws(TensorError) -> Module {
    throw TensorError(.invalidArgument, name.rawValue, cause: "it gives no scores")
  }
}

/// The architectures that there are.
///
/// ```swift
/// import SaddleGAN
/// import SaddleTorch
///
/// let (shape, random) = (SampleShape([3, 64, 64]), try Random(seed: 1))
/// var settings = GeneratorConfiguration()
/// (settings.latentSize, settings.normalization) = (100, .batch)
/// if let family = ArchitectureCatalog.named(.dcgan) {
///   let generator = try family.makeGenerator(settings, for: shape, using: random)
///   print(try generator.parameterCount(), family.latentShape(settings))
/// }
/// ```
public enum ArchitectureCatalog {
  /// One line an architecture.
  public static let all: [any Architecture.Type] = [
    MLP.self, DCGAN.self, ResNet.self, PGGAN.self, UNetArchitecture.self, PatchGANArchitecture.self,
  ]

  /// Returns the architecture of a name, or nil where there is none yet.
  public static func named(_ name: ArchitectureName) -> (any Architecture.Type)? {
    all.first { $0.name == name }
  }

  /// Returns the architecture of a name.
  ///
  /// - Throws: `TensorError` of kind `.invalidArgument` where there is none.
  package static func require(
    _ name: ArchitectureName
  ) throws(TensorError) -> any Architecture.Type {
    if let architecture = named(name) { return architecture }
    throw TensorError(.invalidArgument, "architecture", cause: "'\(name.rawValue)' is not built in")
  }
}
