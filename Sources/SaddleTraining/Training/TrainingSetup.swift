// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleData
import SaddleGAN
import SaddleHealth
import SaddleSettings
import SaddleTorch

/// Everything that a step of a run depends on, built from its configuration.
final class TrainingSetup {
  let configuration: Configuration
  let shape: SampleShape
  let latentShape: [Int]
  let game: Game<Unconditional>
  /// What changes in the course of training.
  let schedules: ScheduleSet
  /// The real samples.
  var data: any DataSource
  /// Source of random numbers of the game.
  let random: Random
  /// The last real batch, for statistics.
  private(set) var lastReal: Tensor?
  private let usesChannelsLast: Bool
  private let fixedLatents: Tensor
  private let controls: [String: Control]

  init(_ configuration: Configuration) throws {
    self.configuration = configuration
    try Engine.check()
    try Engine.setThreads(Self.threads(configuration))
    let seed = UInt64(configuration.seed)
    data = try configuration.data.makeSource(seed: SeedStream.data.seed(seed))
    shape = SampleShape(data.exampleShape, classCount: data.classNames?.count)
    random = try Random(seed: SeedStream.game.seed(seed))
    let networks = try Networks(configuration, shape: shape)
    latentShape = networks.latentShape
    usesChannelsLast = networks.usesChannelsLast
    let average =
      configuration.ema.enabled
      ? try ExponentialAverage(
        of: networks.generator,
        into: Networks.generator(configuration, shape: shape),
        settings: configuration.ema.averaging
      )
      : nil
    game = try Game(
      configuration.makeTask(networks, levels: Self.levels(shape)),
      players: configuration.makePlayers(networks, average: average),
      updates: configuration.makeUpdates(),
      random: random
    )
    schedules = try ScheduleSet(configuration)
    controls = Dictionary(game.controls.map { ($0.key, $0) }) { first, _ in first }
    let side = configuration.logging.gridSize
    fixedLatents = try configuration.generator.latentDistribution.draw(
      [shape.isImage ? side * side : 1024] + latentShape,
      using: Random(seed: SeedStream.samples.seed(seed))
    )
  }

  /// The generator.
  var generator: Player { get throws(TensorError) { try game.players.player(.generator) } }
  /// The discriminator.
  var discriminator: Player { get throws(TensorError) { try game.players.player(.discriminator) } }

  /// Brings everything that is scheduled to its value for a step.
  func applySchedules(step: Int, drops: Int) {
    if schedules.isEmpty { return }
    for (key, value) in schedules.values(step: step, drops: drops) { controls[key]?.value = value }
  }

  /// Draws latents as training does.
  func latents(_ count: Int, using random: Random) throws(TensorError) -> Tensor {
    try configuration.generator.latentDistribution.draw([count] + latentShape, using: random)
  }

  /// Threads inside an operation: as configured, or one per core, or one for points.
  ///
  /// The networks for points are so small that handing work over costs more than it saves.
  private static func threads(_ configuration: Configuration) -> Int {
    if configuration.threads > 0 { return configuration.threads }
    return configuration.data.source.isPoints ? 1 : ProcessInfo.processInfo.activeProcessorCount
  }

  /// The generator that samples are made with: the average, where one is kept.
  var sampler: Module { get throws(TensorError) { try generator.sampler } }

  /// Gives the next real batch, `[batch] + shape`.
  func nextBatch() throws -> RealBatch {
    let batch = try realBatch(data.nextBatch(size: configuration.training.batchSize))
    lastReal = batch.samples
    return batch
  }

  private func realBatch(_ batch: Batch) throws(TensorError) -> RealBatch {
    var samples = try tensor(batch)
    if configuration.training.growth.isOn, let network = try discriminator.network.growing {
      samples = try samples.reduced(to: network.level, of: Self.levels(shape))
    }
    guard game.task.rules.classCount != nil, let labels = batch.classLabels else {
      return RealBatch(samples)
    }
    return try RealBatch(
      samples,
      labels: Tensor(labels.map { Int64($0) }, shape: [labels.count])
    )
  }

  /// Makes samples of given latents, without statistics of the batch.
  ///
  /// A conditional generator makes classes in turn, as if the first latent were number `first` of a
  /// longer series, or all of the class `label`.
  func samples(
    _ latents: Tensor,
    with network: Module? = nil,
    label: Int? = nil,
    first: Int = 0
  ) throws(TensorError) -> Tensor {
    game.task.grow(game.players, imagesSeen: game.imagesSeen)
    let condition = try Condition(labels: labels(latents.shape[0], label: label, first: first))
    let chosen = if let network { network } else { try sampler }
    return try noGrad { () throws(TensorError) in
      try chosen.forward(latents, condition: condition, mode: .inference)
    }
  }

  private func labels(_ count: Int, label: Int?, first: Int) throws(TensorError) -> Tensor? {
    guard let classes = game.task.rules.classCount else { return nil }
    return try Tensor(
      (first..<first + count).map { Int64(label ?? $0 % classes) },
      shape: [count]
    )
  }

  /// Looks at networks of the same configuration before training; nil where nothing is watched.
  func inspect() throws(TensorError) -> ArchitectureReport? {
    guard configuration.monitor.enabled else { return nil }
    return try ModelInspection(configuration, shape: shape, data: data, effort: .brief).report
  }

  /// Doublings from 4x4 to the full size.
  private static func levels(_ shape: SampleShape) -> Int {
    shape.isImage ? max(0, shape.dimensions[1].trailingZeroBitCount - 2) : 0
  }

  /// Samples of the fixed latents.
  func fixedSamples() throws(TensorError) -> Tensor { try samples(fixedLatents) }

  private func tensor(_ batch: Batch) throws(TensorError) -> Tensor {
    let tensor = try Tensor(batch.values, shape: batch.shape)
    return usesChannelsLast ? try tensor.contiguous(.channelsLast) : tensor
  }

  // MARK: - Statistics of samples

  /// Adds what costs more than a scalar: diversity, ranges, scores of held-out samples.
  func observeSamples(_ observation: inout Observation) throws {
    try noGrad { () throws in
      if let real = lastReal {
        try observe(real, .diversityReal, .dataMinimum, .dataMaximum, &observation)
      }
      let count = min(configuration.training.batchSize, Self.diversitySamples)
      let latents = try fixedLatents.narrowed(0, length: min(count, fixedLatents.shape[0]))
      let fake = try samples(latents, with: generator.network)
      try observe(fake, .diversityFake, .sampleMinimum, .sampleMaximum, &observation)
      try observeHeldOut(&observation)
    }
  }

  static let diversitySamples = 64

  private func observe(
    _ samples: Tensor,
    _ diversity: Signal,
    _ low: Signal,
    _ high: Signal,
    _ observation: inout Observation
  ) throws(TensorError) {
    let count = min(try samples.shape[0], Self.diversitySamples)
    guard count > 1 else { return }
    let flat = try samples.narrowed(0, length: count).flattened(1)
    let distances = try flat.distances(to: flat).sum() / Double(count * (count - 1))
    let values = try Tensor.scalars([distances, samples.min(), samples.max()])
    observation[diversity] = values[0]
    observation[low] = values[1]
    observation[high] = values[2]
  }

  /// Scores held-out samples as training batches are scored; running statistics stay as they are.
  private func observeHeldOut(_ observation: inout Observation) throws {
    guard configuration.data.heldOut > 0,
      let batch = try data.heldOutBatch(size: configuration.training.batchSize)
    else { return }
    let network = try discriminator.network
    let kept = try network.buffers().map { buffer throws(TensorError) in
      (buffer.buffer, try buffer.buffer.tensor.clone())
    }
    let real = try realBatch(batch)
    let scores = try game.task.scores(real.samples, labels: real.labels, game.round)
    for (buffer, value) in kept { try buffer.assign(value) }
    let summary = ScoreSummary(
      try scores.tensor.array(),
      boundary: configuration.objective.health.decisionBoundary
    )
    observation[.scoresHeldOut] = summary.mean
    if let share = summary.fractionAbove { observation[.accuracyHeldOut] = share }
  }
}
