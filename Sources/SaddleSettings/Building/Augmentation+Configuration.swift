// SPDX-License-Identifier: Apache-2.0

import SaddleGAN

extension AugmentationConfiguration {
  /// The augmentation, or nil where there is none.
  func make() -> Augmentation? {
    guard isOn else { return nil }
    return Augmentation(
      TransformCatalog.all.filter { transforms.contains(type(of: $0).name) },
      probability: adaptive ? min(probability, maximum) : probability,
      controller: adaptive
        ? Augmentation.Controller(
          target: target,
          interval: interval,
          speed: speed,
          maximum: maximum
        ) : nil
    )
  }
}

extension Configuration {
  /// What samples pass before the discriminator sees them.
  func makeTransforms() -> [any SampleTransform] {
    var transforms: [any SampleTransform] = []
    let noise = regularizers.instanceNoise
    if noise.isOn {
      transforms.append(
        InstanceNoise(sigma: noise.sigma, until: noise.until > 0 ? noise.until : nil)
      )
    }
    if let augmentation = augmentation.make() { transforms.append(augmentation) }
    return transforms
  }
}
