// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth
public import SaddleTorch

/// Random changes of pictures on their way to the discriminator, each with probability `p`.
///
/// With `p = 1` and color, translation, cutout it is DiffAugment (Zhao et al., 2020). With a
/// controller it is ADA (Karras et al., 2020): every `interval` steps `p` rises where the mean sign
/// of real scores lies above the target, and falls below it, so that it crosses 0...1 in `speed`
/// thousand images. Unlike the original it has an upper bound, as changes that are nearly always
/// made leak into the samples, and it says so when `p` stays there.
public final class Augmentation: SampleTransform {
  /// How `p` follows the discriminator.
  public struct Controller: Sendable, Equatable {
    /// Mean sign of real scores that is aimed at.
    public var target: Double
    /// Steps between two changes.
    public var interval: Int
    /// Thousand images in which `p` can go from 0 to 1.
    public var speed: Double
    /// Largest `p`.
    public var maximum: Double

    /// Creates a controller; the defaults are ADA's, and a bound of 0.8.
    public init(
      target: Double = 0.6,
      interval: Int = 4,
      speed: Double = 500,
      maximum: Double = 0.8
    ) {
      self.target = target
      self.interval = interval
      self.speed = speed
      self.maximum = maximum
    }

    /// By how much `p` changes at once: 0.000512 for batches of 64.
    public func change(batchSize: Int) -> Double {
      Double(batchSize * interval) / (speed * 1000)
    }
  }

  /// What may be done to a picture.
  public let transforms: [any ImageTransform]
  /// Probability of each transform for each picture.
  public private(set) var probability: Double
  /// What `probability` follows; nil keeps it.
  public let controller: Controller?
  /// To the monitor it is adaptive augmentation with a controller, differentiable without one.
  public var measure: Measure? {
    controller == nil ? .differentiableAugmentation : .adaptiveAugmentation
  }
  /// Its section in the configuration.
  public var id: String { "augmentation" }

  /// The probability, which may change in a running game unless it follows the discriminator.
  public var controls: [Control] {
    controller == nil ? [Control("probability", of: self, \.probability)] : []
  }

  private var signs = (sum: 0.0, count: 0.0)

  /// Creates the augmentation; with a controller `probability` is where it starts.
  public init(
    _ transforms: [any ImageTransform],
    probability: Double,
    controller: Controller? = nil
  ) {
    self.transforms = transforms
    self.probability = probability
    self.controller = controller
  }

  /// Changes the pictures; without any chance of a change they come back as they are.
  public func apply(_ samples: Tensor, step: Int, using random: Random) throws(TensorError)
    -> Tensor
  {
    guard probability > 0 else { return samples }
    var result = samples
    for transform in transforms {
      let changed = try transform.transformed(result, using: random)
      guard probability < 1 else {
        result = changed
        continue
      }
      let chosen = try (random.uniform([samples.shape[0]], dtype: .float32) .< probability)
        .perImage()
      result = try changed.replaced(by: result, unless: chosen)
    }
    return result
  }

  /// Takes in real scores and moves `p` when it is time.
  public func observe(realScores: [Float], imageCount: Int, step: Int) {
    guard let controller else { return }
    for score in realScores { signs.sum += score > 0 ? 1 : score < 0 ? -1 : 0 }
    signs.count += Double(realScores.count)
    guard step % controller.interval == 0, signs.count > 0 else { return }
    let mean = signs.sum / signs.count
    signs = (0, 0)
    let change = controller.change(batchSize: imageCount)
    let next =
      probability + (mean > controller.target ? change : mean < controller.target ? -change : 0)
    probability = min(controller.maximum, max(0, next))
  }

  /// The present probability.
  public var observations: [(signal: Signal, value: Double)] {
    [(.augmentation, probability)]
  }

  /// The probability and the signs since the last change.
  public func state() throws(TensorError) -> StateDictionary {
    var state = StateDictionary()
    state["controller"] = try Tensor([probability, signs.sum, signs.count])
    return state
  }

  /// Goes on from a state.
  public func restore(_ state: StateDictionary) throws(TensorError) {
    guard let values: [Double] = try state["controller"]?.array(), values.count == 3 else {
      throw TensorError(
        .invalidArgument,
        "augmentation",
        cause: "the checkpoint has no probability"
      )
    }
    (probability, signs.sum, signs.count) = (values[0], values[1], values[2])
  }
}
