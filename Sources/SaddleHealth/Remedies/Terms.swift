// SPDX-License-Identifier: Apache-2.0

/// Remedies for the terms beside the game: weights, start, codebook, metric, precision.
extension Remedy {
  /// Lets the discriminator in later.
  @Sendable static func startDiscriminatorLater(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .laterDiscriminator,
      title: "Let the discriminator start later (when the reconstruction no longer improves)",
      reason: "One that starts on blurred reconstructions wins at once and teaches nothing.",
      evidence:
        "VQGAN trains 10,000 steps without it, the autoencoders of latent diffusion 50,001.",
      source: "CompVis/taming-transformers; CompVis/latent-diffusion#350",
      actionClass: .restart,
      changes: [],
      pytorch: ["disc_factor = 1.0 if step >= disc_start else 0.0  # a larger disc_start"]
    )
  }

  /// Weighs the adversarial term less, beside what has to be reproduced.
  @Sendable static func weighAdversarialLess(_ request: RemedyRequest) -> Remedy? {
    var changes: [ConfigurationChange] = []
    var title = "Halve the weight of the adversarial term"
    var line = "loss_g = loss_reconstruction + 0.5 * weight * loss_adversarial"
    if request.isSaddle {
      guard let view = request.view, let weight = view.number(.reconstruction), weight > 0 else {
        return nil
      }
      let change = view.change(.reconstruction, to: 2 * weight)
      changes = [change]
      title =
        "Double the weight of the reconstruction, to \(change.valueText): "
        + "the adversarial term then counts half as much"
      line = "loss_g = loss_adversarial + \(change.valueText) * loss_reconstruction"
    } else if let weight = request.adversarialWeight, weight > 0 {
      let half = SettingText.number(SettingText.rounded(weight / 2))
      title += ", to \(half)"
      line = "loss_g = loss_reconstruction + \(half) * loss_adversarial"
    }
    return Remedy(
      measure: .lowerAdversarialWeight,
      title: title,
      reason: "It pulls the generator away from what it has to reproduce.",
      evidence: "Published weights: 0.8 (VQGAN), 0.5 (latent diffusion), 0.1 (VA-VAE, with LeCam "
        + "0.001), 0.01 (pix2pix against L1, SRGAN 0.001).",
      source: "Esser et al. 2021, arXiv:2012.09841; Isola et al. 2017, arXiv:1611.07004",
      actionClass: .rollback,
      changes: changes,
      pytorch: [line]
    )
  }

  /// Weighs the adversarial term by a constant where the ratio of gradients has no meaning.
  @Sendable static func fixAdversarialWeight(_ request: RemedyRequest) -> Remedy? {
    // A configuration of Saddle's has no such ratio.
    if request.isSaddle { return nil }
    let now = request.adversarialWeight.map { " (it stands at \($0.text))" }
    return Remedy(
      measure: .fixedAdversarialWeight,
      title: "Weigh the adversarial term by a constant 0.5 instead of the ratio of gradients"
        + (now ?? ""),
      reason:
        "A ratio of which one gradient is near 0 says nothing of how much the term should count.",
      evidence: "LlamaGen trains its tokenizer with a constant 0.5 and the adaptive weight off.",
      source: "FoundationVision/LlamaGen, vq_train.py; Sun et al. 2024, arXiv:2406.06525",
      actionClass: .rollback,
      changes: [],
      pytorch: ["loss_g = loss_reconstruction + 0.5 * loss_adversarial  # no adaptive weight"]
    )
  }

  /// Brings unused codes back.
  @Sendable static func reviveCodes(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .reviveCodebook,
      title:
        "Replace unused codes by encoder outputs, and look codes up in few, normalized dimensions",
      reason: "A code that is never chosen is never moved: it must be put where the data is.",
      evidence:
        "ViT-VQGAN: codes of 32 instead of 256 dimensions with l2 norm raise the use of 8,192 "
        + "codes from 4 % to 96 %.",
      source: "Yu et al. 2022, arXiv:2110.04627; Zeghidour et al. 2021, arXiv:2107.03312",
      actionClass: .rollback,
      changes: [],
      pytorch: [
        "dead = usage_ema < 2",
        "codebook.data[dead] = latents[torch.randint(len(latents), (int(dead.sum()),))]",
      ]
    )
  }

  /// Mends the metric's computation.
  @Sendable static func mendMetric(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .mendMetric,
      title: "Compute the metric from more samples, its square root in double precision",
      reason: "The covariance of 2,048 features needs more samples than features; with fewer its "
        + "square root is unstable. The training is not concerned.",
      evidence: "Usual: 10,000 to 50,000 samples; a kernel distance (KID) is unbiased from some "
        + "hundred on.",
      source: "Heusel et al. 2017, arXiv:1706.08500; Binkowski et al. 2018, arXiv:1801.01401",
      actionClass: .online,
      changes: [],
      pytorch: [
        "root = scipy.linalg.sqrtm(sigma_real.astype('float64') @ sigma_fake.astype('float64'))",
        "fid = ((mu_real - mu_fake) ** 2).sum() + np.trace(sigma_real + sigma_fake - 2 * root.real)",
      ]
    )
  }

  /// Leaves half precision where it overflows.
  @Sendable static func leaveHalfPrecision(_ request: RemedyRequest) -> Remedy? {
    // A number that is none is blamed on half precision only where that is on.
    let isBroken = request.symptom == .nonFinite || request.symptom == .divergence
    if isBroken, !request.usesHalfPrecision { return nil }
    return Remedy(
      measure: .saferPrecision,
      title: "Train in bfloat16 or in single precision",
      reason:
        "Half precision ends at 65,504; bfloat16 has the range of single precision and needs no "
        + "scaler.",
      evidence: "StyleGAN2-ADA keeps half precision to the top four resolutions and clamps "
        + "activations at 256.",
      source: "PyTorch, automatic mixed precision; Karras et al. 2020, arXiv:2006.06676",
      actionClass: .rollback,
      changes: [],
      pytorch: ["with torch.autocast('cuda', dtype=torch.bfloat16):  # and no GradScaler"]
    )
  }

  /// Takes the loss from scores instead of clipped probabilities.
  @Sendable static func useLogits(_ request: RemedyRequest) -> Remedy? {
    guard [nil, .nonSaturating, .saturating].contains(request.objective) else { return nil }
    return Remedy(
      measure: .lossFromLogits,
      title: "Take the loss from the scores before the sigmoid",
      reason: "A cross-entropy of clipped probabilities has no gradient at its end; the same from "
        + "scores goes on as a straight line.",
      evidence: "BCELoss clamps its logarithm at -100, Keras its probabilities at 1e-7.",
      source: "PyTorch, BCEWithLogitsLoss; Keras, from_logits",
      actionClass: .restart,
      changes: [],
      pytorch: ["loss = F.binary_cross_entropy_with_logits(scores, labels)  # and no sigmoid in D"]
    )
  }

  /// Compares the labels of both steps.
  @Sendable static func compareLabels(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .checkWiring,
      title: "Compare the labels and samples of both steps: real 1 and fake 0 for D, fake 1 for G",
      reason: "In one game the generator's gain is the discriminator's loss, on the same samples.",
      evidence: "exp(-D) + exp(-G) is at most 1 for cross-entropies of one game.",
      source: "theory: Jensen's inequality",
      actionClass: .restart,
      changes: [],
      pytorch: [
        "loss_d = bce(D(real), ones) + bce(D(G(z).detach()), zeros)",
        "loss_g = bce(D(G(z)), ones)  # no detach here",
      ]
    )
  }
}
