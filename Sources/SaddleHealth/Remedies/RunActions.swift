// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Goes back to a healthy checkpoint: one that exists, from before it went wrong.
  @Sendable static func rollBack(_ request: RemedyRequest) -> Remedy? {
    // Before the first observation there is nothing to go back to, and soon after it hardly anything.
    if request.isFromTheStart { return nil }
    if request.context.checkpoints == nil, request.rowsBefore ?? .infinity < 100 { return nil }
    var target = "the last checkpoint from before it went wrong"
    var command: String?
    if let onset = request.onset { target = "the last checkpoint from before step \(onset)" }
    if let checkpoints = request.context.checkpoints {
      let isBestThere = request.bestStep.map { checkpoints.contains($0) } ?? false
      let earlier = checkpoints.last { step in request.onset.map { step < $0 } ?? true }
      guard let step = isBestThere ? request.bestStep : earlier else { return nil }
      target = "the checkpoint of step \(step)"
      command = "saddle train --resume RUN --checkpoint \(isBestThere ? "best" : "\(step)")"
    } else if let best = request.bestStep {
      target = "a checkpoint of about step \(best), the best evaluation"
    }
    return Remedy(
      measure: .rollBack,
      title: "Go back to \(target), and change something",
      reason: "What is lost does not come back by training on. The same state with the same data "
        + "repeats itself, so another remedy belongs to it.",
      evidence: "Common practice: BigGAN stops at collapse and keeps earlier weights; lightweight-"
        + "gan reloads a checkpoint upon NaN.",
      source: "Brock et al. 2019, arXiv:1809.11096; lucidrains/stylegan2-pytorch",
      actionClass: .online,
      changes: [],
      pytorch: [
        "state = torch.load('checkpoint.pt')",
        "generator.load_state_dict(state['g']); discriminator.load_state_dict(state['d'])",
        "optimizer_g.load_state_dict(state['opt_g']); optimizer_d.load_state_dict(state['opt_d'])",
      ],
      command: command
    )
  }

  /// Ends the run.
  @Sendable static func stopRun(_ request: RemedyRequest) -> Remedy? {
    let isBestThere =
      request.bestStep.map { request.context.checkpoints?.contains($0) ?? false } ?? false
    let model = request.bestStep.map { "the model of step \($0)" } ?? "the best model"
    return Remedy(
      measure: .stop,
      title: "Stop, and use \(model)",
      reason: "Nothing points to a better one further on.",
      evidence: "In 64 published logs a patience rule of 15 evaluations above 1.3 x the best FID "
        + "ended no run that would still have improved.",
      source: "POSTECH-CVLab/PyTorch-StudioGAN, CIFAR-10 logs",
      actionClass: .online,
      changes: [],
      pytorch: ["break  # out of the training loop"],
      command: isBestThere ? "saddle sample RUN --checkpoint best" : nil
    )
  }

  /// Looks at data and environment where numbers were broken from the very first.
  @Sendable static func findBrokenInput(_ request: RemedyRequest) -> Remedy? {
    guard request.isFromTheStart else { return nil }
    return Remedy(
      measure: .cleanData,
      title: "Look at data and environment first: it is broken from the first row on",
      reason: "What was never finite was not brought about by training: a non-finite or empty "
        + "sample, a division by a deviation of 0, a half-precision overflow, a library or driver "
        + "that doesn't fit. A lower learning rate changes nothing.",
      evidence: "Reported with losses that are NaN from the first line of the log on.",
      source: "junyanz/pytorch-CycleGAN-and-pix2pix#1220",
      actionClass: .restart,
      changes: [],
      pytorch: [
        "assert torch.isfinite(real).all() and real.std() > 0",
        "torch.autograd.set_detect_anomaly(True)  # names the first operation that breaks",
      ]
    )
  }

  /// Looks at the batch at which numbers broke.
  @Sendable static func findBrokenBatch(_ request: RemedyRequest) -> Remedy? {
    guard !request.isFromTheStart else { return nil }
    let place = request.onset.map { "of step \($0)" } ?? "at which it broke"
    return Remedy(
      measure: .cleanData,
      title: "Look at the batch \(place): one broken image or sample does this",
      reason:
        "Numbers that are fine in one step and not in the next come from what was fed as often "
        + "as from the weights: a constant image under instance norm, an empty clip.",
      evidence: "Reported with CycleGAN after 38 good epochs: a constant image.",
      source: "Issues of junyanz/pytorch-CycleGAN-and-pix2pix",
      actionClass: .online,
      changes: [],
      pytorch: ["assert torch.isfinite(real).all() and real.std() > 1e-6"]
    )
  }

  /// Averages the generator's weights.
  @Sendable static func averageWeights(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.ema) else { return nil }
    return Remedy(
      measure: .ema,
      title: "Sample from an average of the generator's weights (decay 0.999)",
      reason: "The average of a circle is its center. Training itself stays as it is.",
      evidence: "In StyleGAN2-ADA and GAN_stability (0.999).",
      source: "Yazici et al. 2019, arXiv:1806.04498",
      actionClass: .online,
      changes: [
        ConfigurationChange(key: "ema.enabled", value: .flag(true)),
        ConfigurationChange(key: "ema.decay", value: .number(0.999)),
      ],
      pytorch: [
        "for average, weight in zip(ema.parameters(), generator.parameters()):",
        "    average.data.lerp_(weight.data, 0.001)",
      ]
    )
  }

  /// Looks for a mistake.
  @Sendable static func checkWiring(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .checkWiring,
      title: "Check labels, freezing and optimizers of the discriminator",
      reason: "Swapped or random labels, frozen weights or an optimizer without parameters look "
        + "exactly like this.",
      evidence: "Labels flipped at random: losses of the equilibrium (1.391 and 0.693), 0-1 modes.",
      source: "Measured on a ring of 8 Gaussians, five seeds",
      actionClass: .restart,
      changes: [],
      pytorch: [
        "assert any(p.requires_grad for p in discriminator.parameters())",
        "before = [p.clone() for p in discriminator.parameters()]  # step, then compare",
      ]
    )
  }
}
