// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleHealth
public import SaddleImage
import SaddleSettings
import SaddleTorch

/// Draws samples from a checkpoint's generator.
///
/// ```swift
/// import SaddleRuns
/// import SaddleTraining
///
/// let run = RunDirectory("runs/ring")
/// let store = CheckpointStore(folder: run.checkpoints, keep: 3)
/// let sampler = try Sampler(
///   configuration: Configuration.load(run.configuration).configuration,
///   store: store, step: store.steps().last ?? 0, seed: 1, usesAverage: true
/// )
/// print(try sampler.csv(count: 100))
/// ```
public final class Sampler {
  /// Whether samples are images rather than points.
  public var makesImages: Bool { setup.shape.isImage }

  /// The class that a conditional generator is asked for; nil makes all in turn.
  public var label: Int?
  /// Names of the classes of a conditional generator; nil for others.
  public var classNames: [String]? {
    setup.task.classCount == nil ? nil : setup.data.classNames
  }

  private let setup: TrainingSetup
  private let usesAverage: Bool
  private let random: Random
  private let seed: UInt64

  /// Opens the checkpoint of `step`.
  ///
  /// - Parameters:
  ///   - configuration: The checkpoint's.
  ///   - store: Where it is.
  ///   - step: Which one.
  ///   - seed: Seed of the latents.
  ///   - usesAverage: Whether to use the moving average of the weights, where the run keeps one.
  ///   - isEvaluation: Whether to draw the latents that evaluations during training draw.
  /// - Throws: `CheckpointStore.Damage`, `DataError` or `TensorError`.
  public init(
    configuration: Configuration,
    store: CheckpointStore,
    step: Int,
    seed: UInt64,
    usesAverage: Bool,
    isEvaluation: Bool = false
  ) throws {
    self.seed = seed
    // What the autopilot changed is no part of the configuration, and decides what there is to restore.
    let pilot = try TrainingSetup.state(in: store, step: step).pilot
    setup = try TrainingSetup(configuration).changed(by: pilot?.inForce ?? [])
    _ = try setup.restore(from: store, step: step, takesNew: pilot?.hasActed ?? false)
    self.usesAverage = usesAverage
    let stream = isEvaluation ? SeedStream.evaluation : .samples
    random = try Random(seed: stream.seed(seed))
  }

  /// Returns a grid of `side * side` images, or a scatter plot of as many points over the data.
  public func grid(side: Int) throws -> Image {
    try setup.task.picture(request(side * side), side: side)
  }

  /// How many of so many samples there are: as many as pictures to translate, where a task does that.
  public func available(_ count: Int) -> Int { setup.available(count) }

  /// Returns points: x and y of each in turn.
  public func points(count: Int) throws -> [Float] { try draw(count).array() }

  /// Returns points as CSV with a header.
  public func csv(count: Int) throws -> String {
    let values = try points(count: count)
    let rows = stride(from: 0, to: values.count - 1, by: 2).map {
      "\(values[$0]),\(values[$0 + 1])"
    }
    return (["x,y"] + rows).joined(separator: "\n") + "\n"
  }

  /// Draws images one after the other, a batch in memory at a time.
  public func forEachImage(count: Int, _ body: (Int, Image) throws -> Void) throws {
    var done = 0
    try setup.forEachBatch(request(count)) { images in
      for image in images {
        try body(done, image)
        done += 1
      }
    }
  }

  /// Real images that the run learns from, as it sees them, chosen by the seed; nil for points.
  ///
  /// - Parameter count: How many; all where there are fewer.
  public func realImages(_ count: Int) -> ImageSeries? {
    makesImages ? setup.realImages(count, seed: seed) : nil
  }

  /// Draws points and judges them against the mixture that the run learns; nil where there is none.
  public func judgePoints(count: Int) throws -> MixtureEvaluator.Result? {
    guard let mixture, !mixture.means.isEmpty else { return nil }
    return try MixtureEvaluator(mixture).evaluate(draw(count).array())
  }

  /// The mixture that the run learns; nil where it learns images.
  public var mixture: Mixture? { (setup.data as? MixtureSource)?.mixture }

  private func draw(_ count: Int) throws -> Tensor { try setup.task.samples(request(count)) }

  private func request(_ count: Int) -> SampleRequest {
    SampleRequest(count: count, random: random, usesAverage: usesAverage, label: label)
  }
}
