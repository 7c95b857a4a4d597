// SPDX-License-Identifier: Apache-2.0

extension Symptom {
  /// What the symptom is, how it is measured, when the rule is wrong and who described it.
  public var guide: SymptomGuide {
    SymptomGuide(
      symptom: self,
      title: title.prefix(1).uppercased() + title.dropFirst(),
      meaning: text.meaning,
      measurement: text.measurement,
      caveat: text.caveat,
      sources: text.sources
    )
  }

  struct Text {
    var meaning: String
    var measurement: String
    var caveat: String
    var sources: [String]

    init(_ meaning: String, _ measurement: String, _ caveat: String, _ sources: [String]) {
      self.meaning = meaning
      self.measurement = measurement
      self.caveat = caveat
      self.sources = sources
    }
  }

  private var text: Text {
    switch self {
    case .nonFinite, .divergence, .gradientSpikes, .vanishingGradients, .highFrequencyNoise,
      .penaltyOutOfScale, .dataRange:
      numericText
    case .oscillation, .vanishingGeneratorLoss, .discriminatorLossZero, .discriminatorLossJump,
      .saturatedOutputs, .discriminatorDominates, .accuracyAtChance, .uninformativeEquilibrium:
      gameText
    case .modeCollapse, .modeHopping, .memorisation, .stagnation, .convergence,
      .metricRegression, .neverLearned, .augmentationAtBound, .scheduleEvent:
      sampleText
    case .batchNormUnderPenalty, .checkerboard, .unequalCapacity, .narrowView, .smallLatent,
      .memoryShortage, .deadLayer, .shapeMismatch, .smallBatch:
      structureText
    }
  }

  private var numericText: Text {
    switch self {
    case .nonFinite:
      Text(
        "A NaN or infinity in a loss, gradient, weight or the data. Weights that have taken in one "
          + "stay broken.",
        "The first non-finite value of any signal is critical at once. Counts of numbers that the "
          + "trainer masked are a warning, 16 steps of them within a window are critical.",
        "A NaN of a sample metric alone is a fault of the evaluation: a warning.",
        ["Keras TerminateOnNaN; NVlabs/stylegan3 masks NaN gradients by zero"]
      )
    case .divergence:
      Text(
        "Losses or gradients leave their scale. Caught before the first NaN, and without one: Adam "
          + "with a learning rate of 1 never gives a NaN.",
        "Two observations among eight above 1,000 x the ideal loss or 10,000 x the largest before "
          + "(one of 10,000 x the ideal suffices), or an envelope that grows along an exponential by "
          + "three decades.",
        "Large steady values are fine: a converged critic can sit at 10^8.",
        ["Zhang et al., AutoTrainer, ICSE 2021", "salu133445/musegan issue 66"]
      )
    case .gradientSpikes:
      Text(
        "Single gradients far above the run's level throw the weights off.",
        "Norm above median + 10 x 1.4826 MAD of the last 256; one is a notice, three within a "
          + "window a warning.",
        "A single odd batch is harmless. A z-score of 2.5 would flag 25-64 steps per 1,000 of "
          + "healthy runs.",
        ["soumith/ganhacks", "Kumar et al., ZClip, 2025"]
      )
    case .vanishingGradients:
      Text(
        "The generator gets no signal to learn from.",
        "Gradient norm against the median of the first 5 % of the run: three decades lower is a "
          + "warning, five critical.",
        "Absolute thresholds fail: a weight-clipped critic trains with 3e-4.",
        ["Arjovsky and Bottou, 2017, arXiv:1701.04862"]
      )
    case .highFrequencyNoise:
      Text(
        "Losses jump from step to step: the batch is too small to say where the gradient points.",
        "Noise of successive discriminator losses above 20 % of the ideal with a von Neumann ratio "
          + "above 1.2.",
        "Hidden in averaged logs.",
        ["Brock et al., BigGAN, 2019, arXiv:1809.11096 (batch size)"]
      )
    case .penaltyOutOfScale:
      Text(
        "The discriminator spends itself on being smooth and tells nothing apart.",
        "Penalty above the ideal adversarial loss (Wasserstein: five times the adversarial loss) "
          + "over a window.",
        "A penalty that silences the discriminator early on stays small itself: see "
          + "uninformativeEquilibrium.",
        ["Mescheder et al., 2018, arXiv:1801.04406"]
      )
    default:
      Text(
        "The generator can't produce the range of the data (pixels of 0...255 against tanh).",
        "Real samples beyond a quarter of the declared range, without spread, or more than four "
          + "times as wide or narrow as the generator's.",
        "Needs the extremes of real and fake batches in the log.",
        ["soumith/ganhacks 1", "SageMaker Debugger CheckInputImages"]
      )
    }
  }

  private var gameText: Text {
    switch self {
    case .oscillation:
      Text(
        "Generator and discriminator chase each other around the equilibrium.",
        "One spectral peak holds half the power of both losses at the same period, four cycles or "
          + "more, swinging by a quarter of the ideal loss.",
        "Averaged logs hide it, thinned logs alias it: the shortest visible period is twice the "
          + "stride.",
        ["Mescheder et al., 2018, arXiv:1801.04406 (Dirac-GAN)"]
      )
    case .vanishingGeneratorLoss:
      Text(
        "The discriminator no longer sees fakes: frozen, learning rate zero, or swapped labels.",
        "Generator loss below 10 % of its ideal while the discriminator's is above twice its "
          + "ideal.",
        "Not defined for hinge and Wasserstein (no level) and saturating losses.",
        ["soumith/ganhacks 10"]
      )
    case .discriminatorLossZero:
      Text(
        "The discriminator tells nearly every sample apart.",
        "Geometric mean of its loss below 10 % of the ideal (2 % for paired tasks) for half a "
          + "window.",
        "Weak alone: large hinge GANs train well near zero. A sample metric at its best makes it "
          + "a notice.",
        ["soumith/ganhacks", "Brock et al., BigGAN, 2019"]
      )
    case .discriminatorLossJump:
      Text(
        "After a long low the discriminator's loss leaps up and stays up: late collapse begins so.",
        "Fast average above the slow one by a quarter of the ideal and ten standard errors after a "
          + "window below half the ideal.",
        "A resume or a change of the learning rate resets it.",
        ["Brock et al., BigGAN, 2019, arXiv:1809.11096, section 4.2"]
      )
    case .saturatedOutputs:
      Text(
        "The discriminator is certain of everything; its gradient is nearly zero.",
        "Mean logits beyond +-4.6 (probabilities beyond 0.99 and 0.01) on both classes; least "
          + "squares beyond [-0.5, 1.5].",
        "No symptom for Wasserstein and hinge.",
        ["SageMaker Debugger SaturatedActivation", "Wardat et al., DeepDiagnosis, ICSE 2022"]
      )
    case .discriminatorDominates:
      Text(
        "The discriminator wins all the time; the generator learns only that it loses.",
        "Accuracy of 98 % or more on both classes for half a window, measured or implied by the "
          + "loss (1 - loss / ideal bounds it from below).",
        "Common for a while at the start; healthy runs lie at 70-80 %.",
        ["Brownlee, GAN failure modes", "Karras et al., ADA, 2020, arXiv:2006.06676 (r_t)"]
      )
    case .accuracyAtChance:
      Text(
        "The discriminator guesses: either the game is won or the discriminator learns nothing.",
        "Accuracy within 2 points of 50 % for half a window.",
        "Never decides alone. Meaningless for Wasserstein and relativistic objectives.",
        ["MathWorks, Monitor GAN Training Progress"]
      )
    default:
      Text(
        "Losses as at the equilibrium, yet the generator does not learn: random labels, a penalty "
          + "that silences the discriminator, a discriminator too small.",
        "Loss within 10 % of ideal with samples half as diverse as the data, or a metric no better "
          + "than at the start; for Wasserstein a loss below 1e-4 of the scores.",
        "Needs samples: from losses alone it can't be told from success.",
        ["Measured on 8-Gaussian rings (R1 gamma 100, random labels, width 4)"]
      )
    }
  }

  private var sampleText: Text {
    switch self {
    case .modeCollapse:
      Text(
        "The generator makes a few kinds of sample only, often good ones.",
        "Pairwise distance of fakes below 70 % / 40 % of that of reals, or coverage or recall "
          + "halved. From losses alone at most a warning, \"consistent with collapse\".",
        "Modes dropped evenly leave the pairwise distance as it is: coverage or FID see them.",
        [
          "Lin et al., PacGAN, 2018, arXiv:1712.04086", "Srivastava et al., VEEGAN, 2017",
          "Arora and Zhang, 2017, arXiv:1706.08224",
        ]
      )
    case .modeHopping:
      Text(
        "The generator moves from mode to mode instead of covering them.",
        "Low diversity within a batch while the generator's loss swings slowly by 15 % of its "
          + "level, six times within four windows.",
        "Needs the diversity of batches.",
        ["Metz et al., Unrolled GAN, 2017, arXiv:1611.02163"]
      )
    case .memorisation:
      Text(
        "The discriminator knows its training images by heart and takes new real ones for fakes.",
        "30 points less accuracy on held-out reals, their scores more than half way to the fakes, "
          + "or an augmentation strength at its end with r_t above 0.65.",
        "Needs held-out real samples.",
        ["Brock et al., BigGAN, 2019", "Karras et al., ADA, 2020, arXiv:2006.06676"]
      )
    case .stagnation:
      Text(
        "Nothing improves any more although the game is not at rest.",
        "No gain of the sample metric for eight evaluations and a fifth of the run.",
        "Losses that don't fall are no stagnation: GAN losses needn't.",
        ["ReduceLROnPlateau assumes one falling loss"]
      )
    case .convergence:
      Text(
        "The game is at rest and nothing is left to gain.",
        "No gain for eight evaluations, metric within 15 % of its best, discriminator loss within "
          + "10 % of its ideal, diverse samples.",
        "Never from losses alone: random labels look the same.",
        ["Berthelot et al., BEGAN, 2017; Grnarova et al., 2018, arXiv:1811.05512"]
      )
    case .metricRegression:
      Text(
        "Samples have become worse than they were: your best model lies behind you.",
        "Mean of the last three evaluations: 1.25 x the best is a warning, 1.5 x critical.",
        "One bad evaluation is not enough: two of three must agree.",
        ["NVlabs/stylegan2-ada-pytorch issue 159"]
      )
    case .neverLearned:
      Text(
        "The run has not learned anything since its start.",
        "FID of 150 or more after ten evaluations without a gain of 10 %, or a discriminator that "
          + "won in the first window for good.",
        "The level of 150 is that of Inception features.",
        ["StudioGAN CIFAR-10 logs (WGAN-WC)"]
      )
    case .augmentationAtBound:
      Text(
        "Adaptive augmentation is as strong as it may be and the discriminator still overfits: "
          + "there are too few images for this discriminator.",
        "Strength within 2 % of its declared bound for half a window: a warning. In a log that "
          + "declares none, above 0.8 after having been below 0.4: a notice.",
        "A strength raised by hand in a stranger's run looks the same.",
        ["Karras et al., ADA, 2020, arXiv:2006.06676, section 2.2 (leaks near certainty)"]
      )
    default:
      Text(
        "A learning rate changed at one stroke. Context, not a fault.",
        "A factor of 1.5 or more between two observations.",
        "Smooth schedules raise nothing.",
        []
      )
    }
  }
}
