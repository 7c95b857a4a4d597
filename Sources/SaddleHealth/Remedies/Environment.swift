// SPDX-License-Identifier: Apache-2.0

extension Remedy {
  /// Mends what ended the program, and goes on.
  @Sendable static func mendEnvironment(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .mendEnvironment,
      title: "Mend what ended the program, and go on from its last checkpoint",
      reason: "The networks are as good as they were. Memory: a smaller batch, gradients "
        + "accumulated, samples and evaluation in smaller pieces, no loss kept with its graph. A "
        + "broken file: find it by reading every sample once. A time limit: resume.",
      evidence: "One broken file among thousands ends a run at a random step of each epoch.",
      source:
        "martinarjovsky/WassersteinGAN issue 13; PyTorch FAQ, 'My model reports out of memory'",
      actionClass: .restart,
      changes: [],
      pytorch: [
        "for index in range(len(dataset)): dataset[index]  # names the sample that can't be read",
        "losses.append(loss.item())  # not the tensor, which keeps its graph",
      ]
    )
  }

  /// Computes in full precision.
  @Sendable static func fullPrecision(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .fullPrecision,
      title: "Train without mixed precision, or in bfloat16",
      reason:
        "Half precision ends at 65,504; a gradient that overflows at every scale needs another "
        + "format, and in full precision the first number that isn't one shows itself.",
      evidence: "Reported to end overflow upon overflow in penalties, whose gradients are squared.",
      source: "lucidrains/stylegan2-pytorch issue 100; PyTorch, Automatic Mixed Precision",
      actionClass: .rollback,
      changes: [],
      pytorch: [
        "scaler = torch.amp.GradScaler(enabled=False)",
        "with torch.autocast('cuda', dtype=torch.bfloat16): ...  # the range of float32",
      ]
    )
  }

  /// Gives each loss a scaler of its own, and takes penalties out of half precision.
  @Sendable static func scalerForEachLoss(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .separateScalers,
      title: "Give each loss its own scaler, and compute penalties in float32",
      reason: "One scaler for both players halves for the one what the other can't bear; a penalty "
        + "is a gradient squared and leaves half precision first.",
      evidence: "The trainer's author named this as the cure of the loop.",
      source: "lucidrains/stylegan2-pytorch issue 100",
      actionClass: .rollback,
      changes: [],
      pytorch: [
        "scaler_d, scaler_g = torch.amp.GradScaler(), torch.amp.GradScaler()",
        "with torch.autocast('cuda', enabled=False): penalty = r1(real.float())",
      ]
    )
  }

  /// Goes back to the session before, options and all.
  @Sendable static func resumeWhole(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .resumeWhole,
      title: "Resume with everything: both networks, averages, optimizers, the former options",
      reason: "Weights without the optimizers' moments and the average of the generator are not "
        + "where the run stood; other options make another run of it.",
      evidence: "The metric is far from where the former session ended.",
      source: "NVlabs/stylegan2-ada-pytorch issue 69",
      actionClass: .restart,
      changes: [],
      pytorch: [
        "state = torch.load('checkpoint.pt')",
        "generator.load_state_dict(state['g']); average.load_state_dict(state['g_ema'])",
        "optimizer_g.load_state_dict(state['opt_g']); optimizer_d.load_state_dict(state['opt_d'])",
      ]
    )
  }
}
