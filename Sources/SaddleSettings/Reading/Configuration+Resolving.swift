// SPDX-License-Identifier: Apache-2.0

import SaddleGAN

extension Configuration {
  /// Replaces everything that is left open by what it comes to; doing it twice changes nothing.
  public mutating func resolve() {
    data.size = data.effectiveSize
    if data.channels == 0 { data.channels = data.source.defaultChannels }
    if data.modes == 0 { data.modes = data.source == .grid ? 25 : 8 }
    if generator.normalization == .automatic {
      generator.normalization = normalization(generator.architecture, [.generator, .translator])
    }
    if discriminator.normalization == .automatic {
      discriminator.normalization =
        judgesSamplesOneByOne
        ? .none : normalization(discriminator.architecture, [.discriminator, .patchDiscriminator])
    }
    if ema.enabled, ema.decay == nil, ema.halfLifeImages == nil { ema.decay = 0.999 }
  }

  /// What `automatic` comes to for an architecture that is used in one of these ways.
  private func normalization(
    _ architecture: ArchitectureName,
    _ uses: Set<ArchitectureInfo.Use>
  ) -> NormalizationName {
    let wanted = architecture.normalized.intersection(uses)
    if wanted.isEmpty { return .none }
    // With one pair a batch the reference's batch norm takes the image's own statistics.
    let isOfPairs = !wanted.isDisjoint(with: [.translator, .patchDiscriminator])
    return isOfPairs && training.batchSize <= 1 ? .instance : .batch
  }

  /// Whether a penalty or constraint asks for a score that depends on one sample only, or makes
  /// normalization pointless.
  var judgesSamplesOneByOne: Bool {
    regularizers.r1.isOn || regularizers.r2.isOn || regularizers.gradientPenalty.isOn
      || regularizers.dragan.isOn
      || discriminator.spectralNorm
  }
}
