// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleGAN
import SaddleHealth
import SaddleImage
import SaddleSettings
import SaddleTorch

/// A task in a run: its game, what it reads of the data, and what can be seen of its samples.
///
/// Trainer, sampler, checkpoints and evaluation know a task by this alone. A new one is one file here
/// and one line in `TaskSetups`, beside its rules in `SaddleGAN/Tasks` and its section.
protocol TaskSetup: AnyObject {
  /// What configurations call it.
  static var name: TaskName { get }

  /// Builds networks, players and game.
  ///
  /// - Parameters:
  ///   - configuration: Complete and valid.
  ///   - data: Where the samples come from.
  init(_ configuration: Configuration, data: RunData) throws

  /// Builds networks of the same configuration for an inspection.
  ///
  /// - Parameter examples: Shape and classes of the data's examples.
  static func inspected(
    _ configuration: Configuration,
    examples: SampleShape
  ) throws(TensorError) -> any InspectedTask

  /// The game.
  var game: any AnyGame { get }
  /// Shape of what the generator makes, and its classes.
  var shape: SampleShape { get }
  /// Classes that the generator can be asked for; nil where it knows none.
  var classCount: Int? { get }
  /// How many different samples there are; nil where each is drawn anew.
  var sampleLimit: Int? { get }

  /// Makes a step on the next data.
  func play() throws -> [GameObservation]

  /// Makes samples as they are looked at: without statistics of the batch.
  ///
  /// - Returns: `[count] + shape`.
  func samples(_ request: SampleRequest) throws -> Tensor

  /// Takes real samples out of examples of the data: what the generator's are like.
  func realSamples(_ examples: Batch) throws(TensorError) -> Tensor

  /// A picture of the samples that stay the same in the course of a run.
  func picture() throws -> Image

  /// A picture of other samples, about `side` in a row.
  func picture(_ request: SampleRequest, side: Int) throws -> Image

  /// Adds what costs more than a scalar: diversity, ranges, scores of held-out samples.
  ///
  /// - Parameter games: The step's observations, game by game.
  func observeSamples(_ games: inout [GameObservation]) throws

  /// Finds out what `measure` compares with; called before the first step of a run that measures.
  ///
  /// - Parameter progress: Told how far it is; what it throws, when the run is asked to stop, ends it.
  func prepareMeasures(_ progress: (EvaluationProgress) throws -> Void) throws

  /// Measures what the task itself can measure.
  ///
  /// - Parameter progress: As with `prepareMeasures`.
  /// - Returns: The values; where nothing else is measured the first decides which checkpoint is
  ///   best, and the next between equals.
  func measure(_ progress: (EvaluationProgress) throws -> Void) throws -> [MeasuredValue]

  /// Adds to what the monitor should know of the run; again once measures are prepared.
  func declare(in context: inout RunContext)

  /// What a line about the run says beside data, objective and sizes.
  var summary: [String] { get }

  /// What can be said of the samples at the end, one sentence each.
  ///
  /// - Parameter progress: As with `prepareMeasures`.
  func verdict(_ progress: (EvaluationProgress) throws -> Void) throws -> [String]
}

extension TaskSetup {
  /// None.
  var classCount: Int? { nil }
  /// Each is drawn anew.
  var sampleLimit: Int? { nil }
  /// Nothing.
  var summary: [String] { [] }
  /// Nothing.
  func prepareMeasures(_ progress: (EvaluationProgress) throws -> Void) throws {}
  /// Nothing.
  func measure(_ progress: (EvaluationProgress) throws -> Void) throws -> [MeasuredValue] { [] }
  /// Nothing.
  func verdict(_ progress: (EvaluationProgress) throws -> Void) throws -> [String] { [] }

  /// The generator that samples are made with where there is one alone.
  func generator() throws(TensorError) -> Player { try game.players.player(.generator) }
}

/// Which samples are wanted.
struct SampleRequest {
  /// How many.
  var count: Int
  /// How many of the same series were made before.
  var first = 0
  /// What latents are drawn from, for tasks that have any.
  var random: Random
  /// Whether the moving average of the weights is used, where the run keeps one.
  var usesAverage = true
  /// The class of all of them; nil makes all in turn.
  var label: Int?
}

/// Where a run's samples come from.
final class RunData {
  var source: any DataSource

  init(_ source: any DataSource) { self.source = source }
}

/// The tasks that a run can have: one line each.
enum TaskSetups {
  static var all: [any TaskSetup.Type] { [UnconditionalSetup.self, PairedSetup.self] }

  static func named(_ name: TaskName) throws(TensorError) -> any TaskSetup.Type {
    for type in all where type.name == name { return type }
    throw TensorError(.invalidArgument, "task", cause: "'\(name.rawValue)' is not built in")
  }
}
