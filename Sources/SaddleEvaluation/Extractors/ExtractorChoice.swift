// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which network turns images into features: a value, from which the network is made.
///
/// ```swift
/// import SaddleEvaluation
///
/// let extractor = try ExtractorChoice(.pixels).make(for: [3, 32, 32])
/// print(extractor.identity.name)
/// ```
public struct ExtractorChoice: Sendable, Equatable {
  /// The networks by name.
  public enum Network: String, CaseIterable, Sendable {
    /// By the images' shape and the files that are given.
    case auto
    /// EfficientNet-Lite0.
    case lite0
    /// The small classifier of gray 28x28 images, trained once.
    case small
    /// The pixels themselves.
    case pixels
    /// The network of published FIDs, of a file.
    case inception
    /// A TorchScript network, of a file.
    case script
  }

  /// The network by name; `auto` is decided by the images' shape.
  public var network: Network
  /// The file of the FID Inception network.
  public var inception: String?
  /// The file of a TorchScript network; loading it runs its code.
  public var script: String?
  /// How images come to Inception's size; nil takes the usual way.
  public var resize: ResizeConvention?
  /// What a TorchScript network takes.
  public var scriptScale = ScriptExtractor.Scale.symmetric
  /// Side that images are brought to for a TorchScript network; nil leaves them.
  public var scriptSize: Int?

  /// What the small classifier is trained on, and how somebody hears of it.
  public struct Training {
    /// What it is trained on, which tells kept ones apart: "fashion-mnist train".
    public var name: String
    /// Gives the gray 28x28 images and their classes.
    public var images: () throws -> (ImageBatch, [Int])
    /// Told what is going on.
    public var note: (String) -> Void
    /// Told which share of the training is done.
    public var progress: (Double) -> Void

    /// Creates what the small classifier learns from.
    public init(
      _ name: String,
      images: @escaping () throws -> (ImageBatch, [Int]),
      note: @escaping (String) -> Void = { _ in },
      progress: @escaping (Double) -> Void = { _ in }
    ) {
      self.name = name
      self.images = images
      self.note = note
      self.progress = progress
    }
  }

  /// Creates a choice; files that it needs are set afterwards.
  public init(_ network: Network = .auto) { self.network = network }

  /// The network that images of a shape, `[channels, height, width]`, are compared by.
  public func network(for shape: [Int]) -> Network {
    if network != .auto { return network }
    if inception != nil { return .inception }
    if script != nil { return .script }
    return shape == [1, 28, 28] ? .small : .lite0
  }

  /// Makes the network for images of a shape.
  ///
  /// - Parameters:
  ///   - shape: `[channels, height, width]`.
  ///   - training: What the small classifier learns from where none is kept yet.
  ///   - cacheFolder: Where the small classifier is kept.
  /// - Throws: `EvaluationError` that says what is missing and the way out, or what reading a file
  ///   throws.
  public func make(
    for shape: [Int],
    training: Training? = nil,
    cacheFolder: String = ExtractorChoice.cacheFolder
  ) throws -> any FeatureExtractor {
    switch network(for: shape) {
    case .inception:
      guard let inception else {
        throw EvaluationError(
          .option,
          "--extractor inception needs --inception FILE: Saddle may not ship these weights; "
            + "Scripts/convert_weights.py makes the file from pytorch-fid's"
        )
      }
      return try InceptionFile.extractor(trusting: inception, resize: resize)
    case .script:
      guard let script else {
        throw EvaluationError(.option, "--extractor script needs --script FILE")
      }
      return try ScriptExtractor(trusting: script, size: scriptSize, scale: scriptScale)
    case .pixels: return PixelExtractor()
    case .small:
      guard let training else {
        throw EvaluationError(.option, "extractor small needs the images that it is trained on")
      }
      return try SmallClassifier.kept(in: cacheFolder, training)
    case .lite0, .auto: return try Self.lite0()
    }
  }

  private static func lite0() throws -> EfficientNetLite0 {
    let candidates = modelFolders.map { $0 + "/efficientnet-lite0.safetensors" }
    guard let path = candidates.first(where: { FileManager.default.isReadableFile(atPath: $0) })
    else {
      throw EvaluationError(
        .file,
        "the weights of lite0 aren't there (looked for \(candidates.joined(separator: ", "))); "
          + "run `make engine`, or choose --extractor pixels"
      )
    }
    return try EfficientNetLite0(file: URL(filePath: path))
  }

  /// Where the set-up and the installation put weights, best first.
  private static var modelFolders: [String] {
    var folders: [String] = []
    if let engine = ProcessInfo.processInfo.environment["SADDLE_ENGINE"], !engine.isEmpty {
      folders.append(engine + "/models")
    }
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return folders }
    var folder = program.deletingLastPathComponent()
    folders.append(folder.deletingLastPathComponent().path + "/lib/saddle/models")
    folders.append(
      folder.deletingLastPathComponent().deletingLastPathComponent().path + "/lib/saddle/models"
    )
    for _ in 0..<5 {
      folders.append(folder.path + "/.engine/models")
      folder = folder.deletingLastPathComponent()
    }
    return folders
  }

  /// `$SADDLE_CACHE`, `$XDG_CACHE_HOME/saddle` or `~/.cache/saddle`.
  public static var cacheFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["SADDLE_CACHE"], !folder.isEmpty { return folder }
    if let folder = environment["XDG_CACHE_HOME"], !folder.isEmpty { return folder + "/saddle" }
    return NSHomeDirectory() + "/.cache/saddle"
  }
}

extension SmallClassifier {
  /// The classifier that a folder keeps, trained first where it keeps none.
  static func kept(
    in folder: String,
    _ training: ExtractorChoice.Training
  ) throws -> SmallClassifier {
    let recipe = Recipe()
    let file = folder + "/small-\(recipe.key(dataHash: training.name)).safetensors"
    if FileManager.default.fileExists(atPath: file) {
      do { return try SmallClassifier(file: URL(filePath: file)) } catch {
        training.note("\(file) can't be used (\(error)); training it again")
      }
    }
    training.note("training the small classifier once on \(training.name), to be kept in \(file)")
    let (images, labels) = try training.images()
    let classifier = try trained(
      on: images,
      labels: labels,
      recipe: recipe,
      progress: training.progress
    )
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try classifier.encoded().write(to: URL(filePath: file), options: .atomic)
    } catch {
      training.note("it can't be kept (\(error)); the next evaluation trains it again")
    }
    return classifier
  }
}
