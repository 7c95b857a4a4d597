// SPDX-License-Identifier: Apache-2.0

import SaddleData
import SaddleEvaluation
import SaddleSettings
import SaddleTorch

/// The measure of samples that an autopilot takes where the run has too few of its own: coverage.
///
/// The share of real samples, held out where the run holds enough out, that have a fake one among their
/// five nearest (Naeem et al. 2020), on the points themselves or on images shrunk to at most 8 x 8. It
/// falls where modes are missed and where samples leave the data, and it needs no network. It is noisy
/// (256 samples: a standard error of 0.03) and blind to detail.
///
/// - Complexity: 256 samples of the generator and 256² distances for each measurement; taken while a
///   change is begun, on trial and judged, and while something fires.
struct SampleOutcome {
  /// What it is called.
  static let name = "coverage"
  /// Samples on either side.
  static let count = 256

  private let setup: TrainingSetup

  init(_ setup: TrainingSetup) { self.setup = setup }

  /// Measures on the latents of a number; the real samples are the same each time.
  func measure(_ draw: Int) throws -> Double {
    let seed = SeedStream.evaluation.seed(UInt64(setup.configuration.seed))
    return try noGrad { () throws in
      let random = try Random(seed: seed &+ UInt64(bitPattern: Int64(draw)))
      let count = setup.available(Self.count)
      // The average lags behind a change; the weights themselves show it at once.
      let request = SampleRequest(count: count, random: random, usesAverage: false)
      let fake = try features(setup.task.samples(request))
      let real = try features(setup.task.realSamples(examples(count)))
      let covered = try NeighborComparison(real: real, fake: fake).realIsCovered
      return Double(covered.count { $0 }) / Double(covered.count)
    }
  }

  private func examples(_ count: Int) throws -> Batch {
    if setup.configuration.data.heldOut > 0,
      let held = try setup.data.heldOutBatch(size: count), held.shape[0] >= count
    {
      return held
    }
    return try setup.data.examples(from: 0, size: count)
  }

  private func features(_ samples: Tensor) throws -> Features {
    var samples = samples
    while try samples.shape.count == 4, try samples.shape[2] > 8, try samples.shape[2] % 2 == 0 {
      samples = try samples.averagePooled(2)
    }
    return try Features(samples.flattened(1))
  }
}
