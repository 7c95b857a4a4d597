// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import SaddleCLI
public import SaddleEvaluation
import SaddleTerminal
import SaddleText
import SaddleTraining

/// Which network turns images into features: the options of `saddle evaluate` that say so.
struct ExtractorOptions: ParsableArguments {
  @Option(
    help: """
      Feature network: lite0 (EfficientNet-Lite0, ImageNet), small (for gray 28x28, trained once), \
      pixels, inception and script (with a file); auto is small for gray 28x28 images, else lite0.
      """
  )
  var extractor = ExtractorChoice.Network.auto

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

  /// What the options say.
  var choice: ExtractorChoice {
    var choice = ExtractorChoice(extractor)
    choice.inception = inception
    choice.script = script
    choice.resize = resize
    choice.scriptScale = scriptScale
    choice.scriptSize = scriptSize
    return choice
  }

  /// Makes the extractor for images of a shape.
  func make(for shape: [Int], _ progress: ProgressLine) throws -> any FeatureExtractor {
    try choice.make(for: shape, training: .shown(on: progress))
  }
}

extension ExtractorChoice.Training {
  /// Fashion-MNIST's images, with what is going on shown on a line.
  static func shown(on line: ProgressLine) -> ExtractorChoice.Training {
    let line = SharedLine(line)
    return .fashionMNIST(note: line.print, progress: line.show)
  }
}

/// A progress line that several closures write on.
private final class SharedLine {
  private var line: ProgressLine

  init(_ line: ProgressLine) { self.line = line }

  func print(_ text: String) { line.print(text) }

  func show(_ share: Double) {
    line.show { "training the small classifier: \(NumberText.tenths(share))" }
    if share >= 1 { line.end() }
  }
}

extension ExtractorChoice.Network: ExpressibleByArgument {}
extension ResizeConvention: ExpressibleByArgument {}
extension ScriptExtractor.Scale: ExpressibleByArgument {}
