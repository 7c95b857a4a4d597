// SPDX-License-Identifier: Apache-2.0

public import Foundation
import SaddleImage
import SaddleTorch

/// A small classifier of gray 28x28 images that Saddle trains itself: 128 features, its classes.
///
/// Two convolutions of stride 2 and two dense layers, trained with Adam on labeled images; a stack of
/// three gray images in the channels counts as color and is made gray. Numbers found with it compare
/// with each other where the hash of the weights is the same.
public final class SmallClassifier: FeatureExtractor {
  /// What it is; the hash is of the weights.
  public let identity: ExtractorIdentity
  private let trunk: Sequential
  private let head: Linear

  /// How it is trained; a change gives another classifier.
  public struct Recipe: Codable, Sendable, Equatable {
    /// Passes over the images.
    public var epochs = 1
    /// Images of a step.
    public var batchSize = 128
    /// Adam's learning rate.
    public var learningRate = 1e-3
    /// Seed of weights and order.
    public var seed: UInt64 = 1

    /// Creates the usual recipe.
    public init() {}

    /// Eight digits that change with the recipe and the images' hash.
    public func key(dataHash: String) -> String {
      let text = "small 2 \(epochs) \(batchSize) \(learningRate) \(seed) \(dataHash)"
      return String(ContentHash.of(text).prefix(8))
    }
  }

  /// Brings the features' mean square to 1, which the kernel of KID expects.
  private let scale: Double

  private init(trunk: Sequential, head: Linear, scale: Double, classes: Int) throws {
    self.trunk = trunk
    self.head = head
    self.scale = scale
    var hash = ContentHash()
    for part in [trunk as Module, head] {
      for (name, tensor) in try part.stateDictionary().entries {
        hash.add(name)
        hash.add(try tensor.contiguous().bytes())
      }
    }
    identity = ExtractorIdentity(
      name: "small",
      hash: hash.hexadecimal(),
      resize: "clean 28x28 gray",
      featureSize: 128,
      classes: classes
    )
  }

  private static func networks(_ classes: Int, _ random: Random) throws -> (
    Sequential, Linear
  ) {
    let trunk = Sequential([
      try Conv2d(1, 16, kernel: 5, stride: 2, padding: 2, using: random),
      ReLU(),
      try Conv2d(16, 48, kernel: 3, stride: 2, padding: 1, using: random),
      ReLU(),
      Flatten(),
      try Linear(48 * 7 * 7, 128, using: random),
      ReLU(),
    ])
    return (trunk, try Linear(128, classes, using: random))
  }

  /// Trains a classifier.
  ///
  /// - Parameters:
  ///   - images: Shape `[count, 1, 28, 28]`, `.uint8`.
  ///   - labels: One class an image, from 0 on.
  ///   - recipe: How.
  ///   - progress: Called with the share done, 0...1.
  /// - Throws: `EvaluationError` for other images, `TensorError`.
  public static func trained(
    on images: ImageBatch,
    labels: [Int],
    recipe: Recipe = Recipe(),
    progress: (Double) -> Void = { _ in }
  ) throws -> SmallClassifier {
    let classes = (labels.max() ?? 0) + 1
    guard images.channels == 1, images.height == 28, images.width == 28,
      labels.count == images.count, labels.allSatisfy({ $0 >= 0 }), classes >= 2
    else {
      throw EvaluationError(.samples, "the small classifier learns from labeled gray 28x28 images")
    }
    // One thread: the layers are small, and the same machine then gives the same weights.
    let threads = try Engine.threads
    try Engine.setThreads(1)
    defer { try? Engine.setThreads(threads) }
    let random = try Random(seed: recipe.seed)
    let (trunk, head) = try networks(classes, random)
    let optimizers = try [trunk as Module, head].map {
      try Adam($0, learningRate: recipe.learningRate)
    }
    let targets = try Tensor(labels)
    let steps = images.count / recipe.batchSize
    for epoch in 0..<recipe.epochs {
      let order = try random.permutation(images.count)
      for step in 0..<steps {
        let rows = try order.narrowed(step * recipe.batchSize, length: recipe.batchSize)
        let scores = try head.forward(
          trunk.forward(input(images.pixels.gathered(at: rows)), mode: .training),
          mode: .training
        )
        let wanted = try targets.gathered(at: rows).unsqueezed(1)
        let loss = try -scores.logSoftmax(1).elements(at: wanted, along: 1).mean()
        for part in [trunk as Module, head] { try part.zeroGradients() }
        try loss.backward()
        for optimizer in optimizers { try optimizer.step() }
        progress(Double(epoch * steps + step + 1) / Double(recipe.epochs * steps))
      }
    }
    let some = try images.pixels.narrowed(0, length: min(images.count, 2000))
    let square = try noGrad { () throws(TensorError) in
      try trunk.forward(input(some), mode: .inference).square().mean().item()
    }
    let scale = square > 0 ? 1 / square.squareRoot() : 1
    return try SmallClassifier(trunk: trunk, head: head, scale: scale, classes: classes)
  }

  private static func input(_ pixels: Tensor) throws(TensorError) -> Tensor {
    try pixels.to(.float32) / 127.5 - 1
  }

  /// Returns the features before the last layer, and scores.
  public func extract(_ batch: ImageBatch) throws -> Extraction {
    let gray = try batch.converted(toChannels: 1).pixels
    return try noGrad {
      let resized = try ResizeConvention.clean.resized(gray, height: 28, width: 28)
      let features = try trunk.forward(resized / 127.5 - 1, mode: .inference)
      let scores = try head.forward(features, mode: .inference)
      return Extraction(features: try features * scale, scores: scores)
    }
  }

  // MARK: - Files

  /// The weights as a safetensors file.
  public func encoded() throws -> Data {
    var state = StateDictionary()
    for (prefix, part) in [("trunk", trunk as Module), ("head", head)] {
      for (name, tensor) in try part.stateDictionary().entries {
        state["\(prefix).\(name)"] = try tensor.contiguous()
      }
    }
    state["scale"] = try Tensor([scale])
    return try TensorSeal.encode(state)
  }

  /// Reads weights that `encoded` gave.
  ///
  /// - Throws: `SafeTensorsError`, `EvaluationError` where the file holds something else.
  public convenience init(file: URL) throws {
    let handle = try FileHandle(regularFileAt: file)
    defer { try? handle.close() }
    let data = try handle.readToEnd() ?? Data()
    // Files of earlier versions have no checksum.
    guard TensorSeal.isWhole(data) ?? true else {
      throw EvaluationError(.file, "\(file.path): damaged: its checksum differs")
    }
    let state = try SafeTensors.decode(data).tensors
    guard let bias = state["head.bias"], let scale = try state["scale"]?.item() else {
      throw EvaluationError(.file, "\(file.path): no weights of the small classifier")
    }
    let classes = try bias.count
    let (trunk, head) = try Self.networks(classes, Random(seed: 0))
    for (prefix, part) in [("trunk", trunk as Module), ("head", head)] {
      var own = StateDictionary()
      for (name, tensor) in state.entries where name.hasPrefix(prefix + ".") {
        own[String(name.dropFirst(prefix.count + 1))] = tensor
      }
      try part.load(own)
    }
    try self.init(trunk: trunk, head: head, scale: scale, classes: classes)
  }
}
