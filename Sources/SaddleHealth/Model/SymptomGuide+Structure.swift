// SPDX-License-Identifier: Apache-2.0

// What `saddle model` and the start of `saddle train` look for, before anything is trained.
extension Symptom {
  /// Whether it is found by looking at networks and data before training, by no detector.
  public var isStructural: Bool {
    switch self {
    case .batchNormUnderPenalty, .checkerboard, .unequalCapacity, .narrowView, .smallLatent,
      .memoryShortage, .deadLayer, .shapeMismatch, .smallBatch:
      true
    case .nonFinite, .divergence, .oscillation, .highFrequencyNoise, .vanishingGeneratorLoss,
      .discriminatorLossZero, .discriminatorLossJump, .saturatedOutputs, .discriminatorDominates,
      .accuracyAtChance, .gradientSpikes, .vanishingGradients, .modeCollapse, .modeHopping,
      .memorisation, .stagnation, .convergence, .metricRegression, .uninformativeEquilibrium,
      .dataRange, .neverLearned, .penaltyOutOfScale, .augmentationAtBound, .scheduleEvent:
      false
    }
  }

  var structureText: Text {
    switch self {
    case .batchNormUnderPenalty:
      Text(
        "A gradient penalty bounds the slope of each sample's score; batch norm makes that score "
          + "depend on the other samples, so that something else is bounded.",
        "Batch norm in the discriminator with WGAN-GP's penalty or DRAGAN: a warning; with R1 or "
          + "R2, which many DCGANs get away with: a notice.",
        "Whether it costs quality depends on the batch: large ones mix little.",
        ["Gulrajani et al., 2017, arXiv:1704.00028, section 4"]
      )
    case .checkerboard:
      Text(
        "Where kernels of a transposed convolution overlap unevenly, pixels get sums of unequally "
          + "many terms: a checkerboard, from the first step on.",
        "A kernel that its stride does not divide.",
        "Later layers can learn to undo it, and often do not quite.",
        ["Odena et al., 2016, distill.pub/2016/deconv-checkerboard"]
      )
    case .unequalCapacity:
      Text(
        "A discriminator that is far smaller can't tell what is missing; one that is far larger "
          + "wins before the generator has learned.",
        "Trained numbers or multiply-adds of the discriminator over the generator's outside "
          + "1/10...10: a notice; trained numbers outside 1/100...100: a warning.",
        "The limits are ours: published image generators lie at 0.25...1.3, translation and "
          + "super-resolution at 0.05...15.",
        ["Measured on a ring of 8 Gaussians: D of width 4 against G of width 64 keeps 0-1 modes"]
      )
    case .narrowView:
      Text(
        "A score that depends on a part of the image can't judge how the parts go together.",
        "Pixels that move a score (its gradient): fewer rows or columns than the image has are a "
          + "warning, with several scores an image (a patch discriminator) a notice.",
        "Deeper networks see most of their field faintly: being in it is not being used.",
        ["Isola et al., 2017, arXiv:1611.07004 (70x70 patches)"]
      )
    case .smallLatent:
      Text(
        "A generator of few numbers can't vary its samples in as many ways as the data vary.",
        "Fewer than the data's dimension (2 for points in the plane; 7 for images, the least that "
          + "was estimated for any usual set): a warning. Fewer than log2 of the modes or classes: a "
          + "notice.",
        "A curve can pass through all modes of a mixture: it can't fill them.",
        ["Pope et al., 2021, arXiv:2104.08894 (dimension of MNIST 7-13, CIFAR-10 13-26)"]
      )
    case .memoryShortage:
      Text(
        "The machine will swap or end the program.",
        "Weights, gradients, optimiser state and what a step keeps for its gradients, estimated "
          + "from the networks: above 50 % of the memory a notice, above 90 % a warning.",
        "An estimate within 40 % for the built-in networks; other programs count, too.",
        ["Our limits; the estimate is compared with measured peaks in the tests"]
      )
    case .deadLayer:
      Text(
        "A layer whose gradient is zero is never trained.",
        "All of a layer's gradients at most 1e-10 of its network's largest in the second of two "
          + "steps on copies of the networks.",
        "Layers that open up later, such as levels of a growing network, are not asked.",
        ["DeepDiagnosis, ICSE 2022; UMLAUT, CHI 2021"]
      )
    case .shapeMismatch:
      Text(
        "A step can't be made: a layer does not take what the one before it gives.",
        "Two steps on copies of the networks, with real samples.",
        "None: the engine itself refuses.",
        ["DeepDiagnosis, ICSE 2022"]
      )
    default:
      Text(
        "Statistics of a few samples are noise, and in a discriminator they tell samples apart by "
          + "their neighbours.",
        "Batch norm or minibatch discrimination on fewer than 8 samples a pass: a warning. "
          + "Minibatch deviation on one: a warning; on a number that its groups of 4 don't divide: "
          + "a notice, as the whole batch is then one group.",
        "Instance-wise batch norm (batch 1) is used on purpose in image translation.",
        ["Wu and He, 2018, arXiv:1803.08494 (error of batch norm below 8 samples)"]
      )
    }
  }
}
