// SPDX-License-Identifier: Apache-2.0

import SaddleGAN
import SaddleSettings
import SaddleTorch

/// Two steps of the game on networks of their own.
///
/// They show whether everything fits, is finite, and whether a gradient reaches each layer. The
/// second step decides about dead layers: what is multiplied by a weight that starts at zero
/// (attention) has no gradient in the first. Penalties of the first step count, lazy ones too.
struct DryRun {
  /// A layer without gradient.
  struct DeadLayer: Equatable {
    var side: String
    var name: String
  }

  /// Why the steps could not be made.
  enum Failure {
    /// A number that is none.
    case nonFinite(NonFinite)
    /// Something that doesn't fit.
    case engine(TensorError)
  }

  /// Samples of a step.
  var batchSize: Int
  /// What went wrong, if anything.
  var failure: Failure?
  /// Layers without gradient.
  var deadLayers: [DeadLayer] = []
  /// Bytes that networks and step took at most; nil where that was not measured.
  var peakBytes: Int?

  /// Share of the largest gradient of a network from which on a layer counts as dead.
  static let deadShare: Float = 1e-10

  /// Makes the steps.
  ///
  /// - Parameters:
  ///   - task: Networks that nothing else uses: they are trained.
  ///   - configuration: The rules.
  ///   - samples: Examples of the data, at least one pack.
  ///   - labels: Their classes.
  ///   - parameterBytes: Bytes of the networks, to measure the peak of networks and a step; nil
  ///     measures nothing.
  ///   - ran: Layers that take part at all.
  static func make(
    _ task: any InspectedTask,
    _ configuration: Configuration,
    samples: Tensor,
    labels: Tensor?,
    parameterBytes: Int?,
    ran: Set<ObjectIdentifier>
  ) throws(TensorError) -> DryRun {
    var result = DryRun(batchSize: try samples.shape[0])
    do {
      let rehearsal = try rehearsal(task, configuration, batchSize: result.batchSize)
      let before =
        parameterBytes != nil && PeakMemory.restart() ? PeakMemory.resident : nil
      try rehearsal.play(samples, labels)
      if let parameterBytes, let before, let peak = PeakMemory.peak {
        result.peakBytes = max(0, peak - before) + parameterBytes
      }
      try rehearsal.play(samples, labels)
      let norms = rehearsal.game.records.flatMap(\.norms)
      result.deadLayers = rehearsal.game.players.flatMap { player in
        let own = norms.first { $0.player == player.id }?.norms ?? []
        return dead(player.network, own, player.id.name, ran)
      }
    } catch let error as NonFinite {
      result.failure = .nonFinite(error)
    } catch let error as TensorError {
      result.failure = .engine(error)
    } catch {
      result.failure = .engine(TensorError(.other, "dry run", cause: "\(error)"))
    }
    return result
  }

  private static func rehearsal(
    _ task: any InspectedTask,
    _ configuration: Configuration,
    batchSize: Int
  ) throws(TensorError) -> InspectedGame {
    var brief = configuration
    brief.training.batchSize = batchSize
    brief.training.accumulate = 1
    brief.training.discriminatorSteps = 1
    brief.training.generatorSteps = 1
    brief.training.growth = GrowthConfiguration()
    return try task.makeGame(
      brief,
      using: Random(seed: SeedStream.inspection.seed(UInt64(configuration.seed)))
    )
  }

  /// Layers all of whose parameters have no gradient; `norms` are in the parameters' order.
  private static func dead(
    _ network: Module,
    _ norms: [Float],
    _ side: String,
    _ ran: Set<ObjectIdentifier>
  ) -> [DeadLayer] {
    let names = network.parameters().map(\.name)
    guard names.count == norms.count, let largest = norms.max() else { return [] }
    var sums: [String: Float] = [:]
    for (name, norm) in zip(names, norms) {
      sums[name.split(separator: ".").dropLast().joined(separator: "."), default: 0] += norm
    }
    return network.modules().filter { ran.contains(ObjectIdentifier($0.module)) }
      .compactMap { name, _ in
        guard let sum = sums[name], sum <= largest * deadShare else { return nil }
        return DeadLayer(side: side, name: name)
      }
  }
}
