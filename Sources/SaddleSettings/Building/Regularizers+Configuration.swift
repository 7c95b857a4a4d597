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
