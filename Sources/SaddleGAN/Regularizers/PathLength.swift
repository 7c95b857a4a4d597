// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Asks for steps of equal size in latent space to change samples equally (StyleGAN2).
///
/// `weight * E[(|J^T y| - a)^2]` with `y ~ N(0, 1) / sqrt(pixels)` and `a` the moving average of the
/// lengths, every `interval` steps on a part of the batch. Source: Karras et al., "Analyzing and
/// Improving the Image Quality of StyleGAN", 2020; NVlabs/stylegan2-ada-pytorch@d72cc7d, loss.py.
/// Here J is the Jacobian by the latents, as these networks have no style space.
public final class PathLength: Regularizer {
  /// Weight of the term in the generator's loss.
  public var weight: Double
  /// Weight of a new length in the average.
  public let decay: Double
  /// Steps between two applications.
  public let interval: Int
  /// What part of a batch is used: one over this.
  public let batchShrink: Int
  /// Its section in the configuration.
  public var id: String { "pathLength" }
  /// Logged as `penalty/path_length`.
  public var signal: Signal? { .penaltyPathLength }
  private var average = 0.0

  /// Its weight, which may change in a running game.
  public var controls: [Control] { [Control("weight", of: self, \.weight)] }

  /// Creates the penalty; the defaults are StyleGAN2's.
  public init(weight: Double = 2, decay: Double = 0.01, interval: Int = 4, batchShrink: Int = 2) {
    self.weight = weight
    self.decay = decay
    self.interval = interval
    self.batchShrink = batchShrink
  }

  /// Returns the term, with an average that already holds this batch.
  public func generatorPenalty(_ batch: GeneratorBatch) throws(TensorError) -> Tensor? {
    let count = max(1, try batch.fake.latents.shape[0] / max(1, batchShrink))
    // All latents pass the generator, so that labels and batch statistics stay what they are.
    let latents = try batch.fake.latents.detach().requiringGrad()
    let samples = try batch.generate(latents).narrowed(0, length: count)
    let shape = try samples.shape
    let pixels = shape.dropFirst(2).reduce(1, *)
    let noise =
      try batch.random.normal(shape, dtype: samples.dtype)
      / Double(pixels).squareRoot()
    let gradient = try grad([(samples * noise).sum()], [latents], createGraph: true)[0]
      .narrowed(0, length: count)
    let lengths = try gradient.flattened(1).square().sum(1).sqrt()
    let mean: Double = try lengths.detach().mean().item()
    average += decay * (mean - average)
    return try (lengths - average).square().mean() * weight
  }

  /// The average length.
  public func state() throws(TensorError) -> StateDictionary {
    var state = StateDictionary()
    state["average"] = try Tensor([average])
    return state
  }

  /// Goes on from an average.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    guard let value = try state["average"]?.array(of: Double.self).first else {
      throw TensorError(.invalidArgument, "pathLength", cause: "the checkpoint has no average")
    }
    average = value
  }
}
