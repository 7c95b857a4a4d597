// SPDX-License-Identifier: Apache-2.0

import SaddleGAN

extension Configuration {
  /// Replaces everything that is left open by what it comes to; doing it twice changes nothing.
  public mutating func resolve() {
    data.size = data.effectiveSize
    if data.channels == 0 { data.channels = data.source.defaultChannels }
    if data.modes == 0 { data.modes = data.source == .grid ? 25 : 8 }
    // With one pair a batch the reference's batch norm takes the image's own statistics.
    let ofTranslation: NormalizationName = training.batchSize > 1 ? .batch : .instance
    if generator.normalization == .automatic {
      generator.normalization =
        generator.architecture == .unet
        ? ofTranslation : [.dcgan, .resnet].contains(generator.architecture) ? .batch : .none
    }
    if discriminator.normalization == .automatic, discriminator.architecture == .patchgan {
      discriminator.normalization = judgesSamplesOneByOne ? .none : ofTranslation
    }
    if discriminator.normalization == .automatic {
      discriminator.normalization =
        discriminator.architecture == .dcgan && !judgesSamplesOneByOne ? .batch : .none
    }
    if ema.enabled, ema.decay == nil, ema.halfLifeImages == nil { ema.decay = 0.999 }
  }

  /// Whether a penalty or constraint asks for a score that depends on one sample only, or makes
  /// normalization pointless.
  var judgesSamplesOneByOne: Bool {
    regularizers.r1.isOn || regularizers.r2.isOn || regularizers.gradientPenalty.isOn
      || regularizers.dragan.isOn
      || discriminator.spectralNorm
  }
}
