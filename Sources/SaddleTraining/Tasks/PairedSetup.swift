// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN
import SaddleHealth
import SaddleImage
import SaddleSettings
import SaddleTorch

/// From a picture to a picture, learned from pairs, in a run.
///
/// Its samples are what the generator makes of held-out inputs, or of training ones where none are held
/// out; they are as many as there are such pairs.
final class PairedSetup: TaskSetup {
  static let name = TaskName.paired

  let shape: SampleShape
  private let played: Game<Paired>
  private let configuration: Configuration
  private let data: RunData
  /// The last pairs that were learned from, for statistics.
  private var last: PairedBatch?
  private let judge: PairJudge
  /// What held-out pairs came to, and after which step.
  private var measured: (step: Int, measures: PairMeasures)?

  init(_ configuration: Configuration, data: RunData) throws {
    self.configuration = configuration
    self.data = data
    judge = PairJudge(data: data, limit: configuration.evaluation.samples)
    let random = try Random(seed: SeedStream.game.seed(UInt64(configuration.seed)))
    let pair = SampleShape(data.source.exampleShape)
    let networks = try PairedNetworks(configuration, pair: pair, noise: random)
    shape = networks.picture
    let average =
      configuration.ema.enabled
      ? try ExponentialAverage(
        of: networks.generator,
        into: PairedNetworks.generator(configuration, picture: networks.picture, noise: random),
        settings: configuration.ema.averaging
      )
      : nil
    played = try Game(
      configuration.makePairedTask(),
      players: configuration.makePlayers(
        networks.generator,
        networks.discriminator,
        average: average
      ),
      updates: configuration.makeUpdates(),
      random: random
    )
    try requireHeldOut()
  }

  /// Looks whether there are pairs to measure on, where something is measured on them.
  private func requireHeldOut() throws {
    let evaluation = configuration.evaluation
    guard evaluation.every > 0, evaluation.metrics.contains(where: \.comparesPairs) else { return }
    guard !judge.hasHeldOut else { return }
    throw DataError(
      .invalidConfiguration,
      "\(data.source.name) has no pair to hold out, on which evaluation.metrics would be measured; "
        + "add pairs, or set evaluation.every to 0"
    )
  }

  var game: any AnyGame { played }
  var summary: [String] { ["reconstruction \(configuration.paired.reconstruction)"] }
  var sampleLimit: Int? { judge.count }

  func play() throws -> [GameObservation] {
    try played.play {
      let batch = try data.source.nextBatch(size: configuration.training.batchSize)
      let pairs = try Self.pairs(batch)
      last = pairs
      return pairs
    }
  }

  func declare(in context: inout RunContext) {
    context.task = TaskKind(.paired, source: "task is paired in config.yaml")
    context.baselinePSNR = judge.baselines?.last?.measures.psnr ?? context.baselinePSNR
  }

  /// Takes examples apart, channels last.
  static func pairs(_ batch: Batch) throws(TensorError) -> PairedBatch {
    let stacked = try Tensor(batch.values, shape: batch.shape)
    let pairs = try PairedBatch(stacked: stacked)
    return PairedBatch(
      input: try pairs.input.contiguous(.channelsLast),
      target: try pairs.target.contiguous(.channelsLast)
    )
  }

  // MARK: - Samples

  func samples(_ request: SampleRequest) throws -> Tensor {
    try translate(judge.part(request), usesAverage: request.usesAverage)
  }

  func realSamples(_ examples: Batch) throws(TensorError) -> Tensor {
    try Self.pairs(examples).target
  }

  func picture() throws -> Image {
    let side = configuration.logging.gridSize
    let random = try Random(seed: SeedStream.samples.seed(UInt64(configuration.seed)))
    return try picture(SampleRequest(count: side * side, random: random), side: side)
  }

  /// Input, output and target side by side, as many of them in a row as `side` pictures hold, of pairs
  /// from all over the set: neighbors are often alike.
  func picture(_ request: SampleRequest, side: Int) throws -> Image {
    let across = max(1, side / 3)
    let pairs = try judge.spread(across * side)
    let made = try translate(pairs, usesAverage: request.usesAverage)
    let triples = try Tensor.concatenated(
      [pairs.input, made, pairs.target].map { (pictures) throws(TensorError) in
        try pictures.unsqueezed(1)
      },
      along: 1
    ).flattened(0, 1)
    return try SamplePicture.grid(triples, columns: 3 * across)
  }

  private func translate(_ pairs: PairedBatch, usesAverage: Bool) throws(TensorError) -> Tensor {
    let player = try generator()
    let network = usesAverage ? player.sampler : player.network
    return try noGrad { () throws(TensorError) in try network(pairs.input, mode: .inference) }
  }

  // MARK: - Measures

  func observeSamples(_ games: inout [GameObservation]) throws {
    guard !games.isEmpty else { return }
    try observeSamples(&games[0].observation)
  }

  private func observeSamples(_ observation: inout Observation) throws {
    guard let last else { return }
    try noGrad { () throws in
      try SampleStatistics.add(last.target, real: true, to: &observation)
      let made = try generator().network(last.input, mode: .inference)
      try SampleStatistics.add(made, real: false, to: &observation)
      guard configuration.data.heldOut > 0,
        let batch = try data.source.heldOutBatch(size: configuration.training.batchSize)
      else { return }
      let pairs = try Self.pairs(batch)
      let scores = try game.players.player(.discriminator).network.keepingBuffers {
        try played.task.scores(of: pairs.target, beside: pairs.input, played.round)
      }
      try SampleStatistics.addHeldOut(
        scores,
        boundary: configuration.objective.health.decisionBoundary,
        to: &observation
      )
    }
  }

  func prepareMeasures(_ progress: (EvaluationProgress) throws -> Void) throws {
    guard configuration.evaluation.metrics.contains(where: \.comparesPairs) else { return }
    try judge.measureBaselines(progress)
  }

  func measure(_ progress: (EvaluationProgress) throws -> Void) throws -> [MeasuredValue] {
    let wanted = configuration.evaluation.metrics.filter(\.comparesPairs)
    guard !wanted.isEmpty, let made = try measureHeldOut(progress) else { return [] }
    let baselines = try judge.measureBaselines(progress)
    func value(_ metric: MetricName, _ measures: PairMeasures) -> Double {
      metric == .l1 ? measures.l1 : measures.psnr
    }
    return wanted.compactMap { metric in
      metric.measured.first.map {
        MeasuredValue(
          signal: $0.signal,
          value: value(metric, made),
          fingerprint: "\(made.count) held-out pairs, \(PairMeasures.protocolName)",
          baselines: baselines.map { .init(name: $0.name, value: value(metric, $0.measures)) }
        )
      }
    }
  }

  /// Compares what is made of the held-out inputs with their targets; nil where none are held out.
  private func measureHeldOut(
    _ progress: (EvaluationProgress) throws -> Void
  ) throws -> PairMeasures? {
    guard judge.hasHeldOut else { return nil }
    // What the last step's evaluation found needs no second look.
    if let found = measured, found.step == played.step { return found.measures }
    let made = try judge.measure("measuring held-out pairs", progress) {
      try translate($0, usesAverage: true)
    }
    measured = (played.step, made)
    return made
  }

  func verdict(_ progress: (EvaluationProgress) throws -> Void) throws -> [String] {
    guard let made = try measureHeldOut(progress) else { return [] }
    func text(_ measures: PairMeasures) -> String {
      "L1 \(Number(measures.l1).text), PSNR \(Number(measures.psnr).text) dB"
    }
    let others = try judge.measureBaselines(progress).map { "\($0.name): \(text($0.measures))" }
    return ["\(made.count) held-out pairs: \(text(made)) (\(others.joined(separator: "; ")))"]
  }
}
