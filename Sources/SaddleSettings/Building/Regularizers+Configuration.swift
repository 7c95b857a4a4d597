// SPDX-License-Identifier: Apache-2.0

package import SaddleGAN

extension Configuration {
  /// Every term that is added to the objective: the regularizers, and the classes' cross entropy.
  package func makeRegularizers() -> [any Regularizer] {
    guard discriminator.conditioning == .auxiliaryClassifier else { return regularizers.make() }
    let weights = discriminator.auxiliary
    return regularizers.make() + [
      AuxiliaryClassification(discriminator: weights.discriminator, generator: weights.generator)
    ]
  }
}

extension RegularizersConfiguration {
  /// The regularizers that are on.
  func make() -> [any Regularizer] {
    var result: [any Regularizer] = []
    if r1.isOn {
      result.append(ZeroCentredGradientPenalty.r1(gamma: r1.gamma, interval: r1.interval))
    }
    if r2.isOn {
      result.append(ZeroCentredGradientPenalty.r2(gamma: r2.gamma, interval: r2.interval))
    }
    if gradientPenalty.isOn {
      result.append(
        GradientPenalty(
          weight: gradientPenalty.weight,
          target: gradientPenalty.target,
          isOneSided: gradientPenalty.oneSided,
          drift: gradientPenalty.drift
        )
      )
    }
    if dragan.isOn { result.append(DRAGAN(weight: dragan.weight, scale: dragan.scale)) }
    if weightClipping.isOn { result.append(WeightClipping(bound: weightClipping.bound)) }
    if orthogonal.isOn {
      result.append(
        OrthogonalRegularization(
          discriminator: orthogonal.discriminator,
          generator: orthogonal.generator
        )
      )
    }
    if consistency.isOn {
      result.append(ConsistencyRegularization(real: consistency.real, fake: consistency.fake))
    }
    if latentConsistency.isOn {
      result.append(
        LatentConsistency(
          discriminator: latentConsistency.discriminator,
          generator: latentConsistency.generator,
          radius: latentConsistency.radius
        )
      )
    }
    if leCam.isOn {
      result.append(LeCam(weight: leCam.weight, decay: leCam.decay, start: leCam.start))
    }
    if modeSeeking.isOn { result.append(ModeSeeking(weight: modeSeeking.weight)) }
    if determinantalDiversity.isOn {
      result.append(DeterminantalDiversity(weight: determinantalDiversity.weight))
    }
    if pathLength.isOn {
      result.append(
        PathLength(
          weight: pathLength.weight,
          decay: pathLength.decay,
          interval: pathLength.interval,
          batchShrink: pathLength.batchShrink
        )
      )
    }
    if historicalAveraging.isOn {
      result.append(HistoricalAveraging(weight: historicalAveraging.weight))
    }
    return result
  }
}
