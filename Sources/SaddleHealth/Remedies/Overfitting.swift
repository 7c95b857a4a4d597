// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Gets more data.
  @Sendable static func gatherData(_ request: RemedyRequest) -> Remedy? {
    guard !request.isPoints else { return nil }
    return Remedy(
      measure: .moreData,
      title: "Train on more images, mirrored ones where left and right mean nothing",
      reason: "Augmentation stands in for images that are missing, up to a point.",
      evidence: "BigGAN on CIFAR-10 with augmentation: FID 22.40 from 10 % of the data, 8.70 from "
        + "all of it.",
      source: "Zhao et al. 2020, arXiv:2006.10738 (DiffAugment)",
      actionClass: .restart,
      changes: [ConfigurationChange(key: "data.mirror", value: .flag(true))],
      pytorch: ["transforms.RandomHorizontalFlip()  # and more images"]
    )
  }

  /// Makes the penalty in force stronger.
  @Sendable static func raisePenaltyWeight(_ request: RemedyRequest) -> Remedy? {
    guard let weight = request.context.measures[.r1] else { return nil }
    let change = ConfigurationChange(
      key: SettingKey.r1.rawValue,
      value: .scaled(by: 2),
      current: weight ?? request.view?.number(.r1)
    )
    return Remedy(
      measure: .raisePenalty,
      title: change.current == nil
        ? "Double the weight of R1" : "Double R1's gamma, to \(change.valueText)",
      reason: "A smoother discriminator can't single out its training images as easily.",
      evidence:
        "Published choices run from 0.01 (CIFAR-10) to 10 (FFHQ); far too much (100 on a ring "
        + "of 8 Gaussians) stops learning.",
      source: "NVlabs/stylegan2-ada-pytorch, train.py; measured",
      actionClass: .rollback,
      changes: [change],
      pytorch: ["gamma = \(change.factorText(of: "gamma"))"]
    )
  }
}
