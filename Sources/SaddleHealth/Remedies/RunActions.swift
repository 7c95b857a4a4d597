// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Goes back to a healthy checkpoint.
  @Sendable static func rollBack(_ request: RemedyRequest) -> Remedy? {
    let target = request.bestStep.map { "the checkpoint of step \($0)" } ?? "the last good one"
    return Remedy(
      measure: .rollBack,
      title: "Go back to \(target), and change something",
      reason: "What is lost does not come back by training on. The same state with the same data "
        + "repeats itself, so a second remedy belongs to it.",
      evidence: "Common practice: BigGAN stops at collapse and keeps earlier weights; lightweight-"
        + "gan reloads a checkpoint upon NaN.",
      source: "Brock et al. 2019, arXiv:1809.11096; lucidrains/stylegan2-pytorch",
      actionClass: .online,
      changes: [],
      pytorch: [
        "state = torch.load('checkpoint.pt')",
        "generator.load_state_dict(state['g']); discriminator.load_state_dict(state['d'])",
        "optimizer_g.load_state_dict(state['opt_g']); optimizer_d.load_state_dict(state['opt_d'])",
      ]
    )
  }

  /// Ends the run.
  @Sendable static func stopRun(_ request: RemedyRequest) -> Remedy? {
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
      pytorch: ["break  # out of the training loop"]
    )
  }

  /// Averages the generator's weights.
  @Sendable static func averageWeights(_ request: RemedyRequest) -> Remedy? {
    guard !request.context.has(.ema) else { return nil }
    return Remedy(
      measure: .ema,
      title: "Sample from an average of the generator's weights (decay 0.999)",
      reason: "The average of a circle is its centre. Training itself stays as it is.",
      evidence: "In StyleGAN2-ADA and GAN_stability (0.999).",
      source: "Yazici et al. 2019, arXiv:1806.04498",
      actionClass: .online,
      changes: [ConfigurationChange(key: "ema.decay", value: .number(0.999))],
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
      title: "Check labels, freezing and optimisers of the discriminator",
      reason: "Swapped or random labels, frozen weights or an optimiser without parameters look "
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
