// SPDX-License-Identifier: Apache-2.0

import SaddleText

/// The independent streams of random numbers of a run, all from one seed.
///
/// Each purpose has its own, so that drawing one more number for one of them leaves the others
/// as they were. Seeds come from `SplitMix64` over seed and purpose.
package enum SeedStream: UInt64, CaseIterable {
  /// Initial weights of the generator.
  case generatorWeights = 1
  /// Initial weights of the discriminator.
  case discriminatorWeights = 2
  /// Latents and penalties of training.
  case game = 3
  /// The fixed latents of sample grids.
  case samples = 4
  /// Order and drawing of data.
  case data = 5
  /// Latents of evaluations.
  case evaluation = 6
  /// Looking at the networks before training.
  case inspection = 7
  /// Remedies that an autopilot draws.
  case autopilot = 8

  /// Returns the stream's seed.
  package func seed(_ seed: UInt64) -> UInt64 {
    SplitMix64.mix(seed &+ rawValue &* SplitMix64.increment)
  }
}
