// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import Foundation
import SaddleCLI
public import SaddleEvaluation
import SaddleRuns
import SaddleTraining

/// Which network turns images into features: the options of `saddle evaluate` that say so.
struct ExtractorOptions: ParsableArguments {
  enum Name: String, ExpressibleByArgument, CaseIterable {
    case auto, lite0, small, pixels, inception, script
  }

  @Option(
    help: """
      Feature network: lite0 (EfficientNet-Lite0, ImageNet), small (for grey 28x28, trained once), \
      pixels, inception and script (with a file); auto is small for grey 28x28 images, else lite0.
      """
  )
  var extractor = Name.auto

  @Option(
    help: ArgumentHelp(
      "The FID Inception network: safetensors that Scripts/convert_weights.py wrote, or NVIDIA's "
        + "TorchScript file, whose code is run.",
      valueName: "FILE"
    )
  )
  var inception: String?

  @Option(
    help: ArgumentHelp(
      "A TorchScript network from images to [count, features]; loading it runs its code.",
      valueName: "FILE"
    )
  )
  var script: String?

  @Option(
    help: "How images come to Inception's size: legacy, clean (the default) or friendly."
  )
  var resize: ResizeConvention?

  @Option(
    help: "What a TorchScript network takes: bytes (0...255), unit (0...1), symmetric (-1...1)."
  )
  var scriptScale: ScriptExtractor.Scale = .symmetric

  @Option(help: ArgumentHelp("Side that images are brought to for a TorchScript network."))
  var scriptSize: Int?

  /// Makes the extractor for images of a shape.
  func make(for shape: [Int], _ progress: inout ProgressLine) throws -> any FeatureExtractor {
    switch chosen(shape) {
    case .inception:
      guard let inception else {
        throw Failure(
          "--extractor inception needs --inception FILE: Saddle may not ship these weights; "
            + "Scripts/convert_weights.py makes the file from pytorch-fid's"
        )
      }
      return try InceptionFile.extractor(trusting: inception, resize: resize)
    case .script:
      guard let script else { throw Failure("--extractor script needs --script FILE") }
      return try ScriptExtractor(trusting: script, size: scriptSize, scale: scriptScale)
    case .pixels: return PixelExtractor()
    case .small: return try small(&progress)
    case .lite0, .auto: return try lite0()
    }
  }

  private func chosen(_ shape: [Int]) -> Name {
    if extractor != .auto { return extractor }
    if inception != nil { return .inception }
    if script != nil { return .script }
    return shape == [1, 28, 28] ? .small : .lite0
  }

  // MARK: - Lite0

  private func lite0() throws -> EfficientNetLite0 {
    let candidates = Self.modelFolders.map { $0 + "/efficientnet-lite0.safetensors" }
    guard let path = candidates.first(where: { FileManager.default.isReadableFile(atPath: $0) })
    else {
      throw Failure(
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

  // MARK: - The small classifier

  private func small(_ progress: inout ProgressLine) throws -> SmallClassifier {
    guard let data = try DataSetStream("fashion-mnist:train") else {
      throw Failure("fashion-mnist isn't known")
    }
    let recipe = SmallClassifier.Recipe()
    let key = recipe.key(dataHash: "fashion-mnist train")
    let file = Self.cacheFolder + "/small-\(key).safetensors"
    if FileManager.default.fileExists(atPath: file) {
      do { return try SmallClassifier(file: URL(filePath: file)) } catch {
        progress.print("\(file) can't be used (\(error)); training it again")
      }
    }
    progress.print("training the small classifier once on Fashion-MNIST, to be kept in \(file)")
    let (images, labels) = try data.all()
    var line = progress
    let classifier = try SmallClassifier.trained(on: images, labels: labels, recipe: recipe) {
      share in
      line.show { "training the small classifier: \(Text.percent(share))" }
    }
    line.end()
    do {
      try FileManager.default.createDirectory(
        atPath: Self.cacheFolder,
        withIntermediateDirectories: true
      )
      try AtomicFile.write(classifier.encoded(), to: file)
    } catch {
      progress.print("it can't be kept (\(error)); the next evaluation trains it again")
    }
    return classifier
  }

  /// `$SADDLE_CACHE`, `$XDG_CACHE_HOME/saddle` or `~/.cache/saddle`.
  static var cacheFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["SADDLE_CACHE"], !folder.isEmpty { return folder }
    if let folder = environment["XDG_CACHE_HOME"], !folder.isEmpty { return folder + "/saddle" }
    return NSHomeDirectory() + "/.cache/saddle"
  }
}

extension ResizeConvention: ExpressibleByArgument {}
extension ScriptExtractor.Scale: ExpressibleByArgument {}
