// SPDX-License-Identifier: Apache-2.0

/// A quantity of a GAN training run that can be observed at a step.
///
/// The raw value is the signal's path, as it stands in event files: lower case, from coarse to
/// fine, the side (`g` generator, `d` discriminator, `real`, `fake`) after the slash. A closed set:
/// foreign names are translated to it in one table of `SaddleRuns`.
public enum Signal: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable, Hashable {
  // MARK: - Losses (units of the objective)

  /// Generator loss as logged; it may contain reconstruction terms and penalties.
  case lossGenerator = "loss/g"
  /// Discriminator loss as logged; it may contain the penalty.
  case lossDiscriminator = "loss/d"
  /// Adversarial part of the generator loss alone.
  case lossGeneratorAdversarial = "loss/g_adversarial"
  /// Adversarial part of the discriminator loss alone, penalties excluded.
  case lossDiscriminatorAdversarial = "loss/d_adversarial"
  /// Discriminator loss on real samples alone.
  case lossDiscriminatorReal = "loss/d_real"
  /// Discriminator loss on fake samples alone.
  case lossDiscriminatorFake = "loss/d_fake"
  /// Reconstruction part (L1, cycle, perceptual) of the generator loss.
  case lossGeneratorReconstruction = "loss/g_reconstruction"
  /// Feature-matching part of the generator loss: the distance of real and fake samples inside the
  /// discriminator.
  case lossGeneratorFeatureMatching = "loss/g_feature_matching"
  /// Weight that balances the adversarial term against the reconstruction, set by the trainer from
  /// the ratio of their gradients (VQGAN's `d_weight`).
  case adversarialWeight = "weight/adversarial"
  /// Factor with which the discriminator takes part: 0 before its start (VQGAN's `disc_factor`).
  case discriminatorFactor = "weight/discriminator"

  // MARK: - Discriminator outputs (logits unless the name says probability)

  /// Mean score of real samples.
  case scoresReal = "scores/real"
  /// Mean score of fake samples.
  case scoresFake = "scores/fake"
  /// Mean score of held-out real samples, which the discriminator is never trained on.
  case scoresHeldOut = "scores/held_out"
  /// Standard deviation of the scores of real samples in a batch.
  case scoresRealDeviation = "scores/real_std"
  /// Standard deviation of the scores of fake samples in a batch.
  case scoresFakeDeviation = "scores/fake_std"
  /// 5 % quantile of the scores of real samples.
  case scoresRealLow = "scores/real_p05"
  /// 95 % quantile of the scores of real samples.
  case scoresRealHigh = "scores/real_p95"
  /// 5 % quantile of the scores of fake samples.
  case scoresFakeLow = "scores/fake_p05"
  /// 95 % quantile of the scores of fake samples.
  case scoresFakeHigh = "scores/fake_p95"
  /// Mean of D(x) as a probability, 0...1.
  case probabilityReal = "probability/real"
  /// Mean of D(G(z)) as a probability, 0...1.
  case probabilityFake = "probability/fake"
  /// Mean sign of the scores of real samples, -1...1 (r_t of ADA).
  case signsReal = "signs/real"
  /// Mean sign of the scores of fake samples, -1...1.
  case signsFake = "signs/fake"
  /// Share of real and fake samples on their side of the decision point, 0...1.
  case accuracy = "accuracy/d"
  /// Share of real samples above the decision point, 0...1.
  case accuracyReal = "accuracy/real"
  /// Share of fake samples below the decision point, 0...1.
  case accuracyFake = "accuracy/fake"
  /// Share of held-out real samples above the decision point, 0...1.
  case accuracyHeldOut = "accuracy/held_out"

  // MARK: - Gradients and updates

  /// Euclidean norm of the generator's gradient before clipping.
  case gradientNormGenerator = "grad_norm/g"
  /// Euclidean norm of the discriminator's gradient before clipping.
  case gradientNormDiscriminator = "grad_norm/d"
  /// Smallest gradient norm of any of the generator's layers.
  case gradientNormGeneratorSmallest = "grad_norm/g_min_layer"
  /// Largest gradient norm of any of the generator's layers.
  case gradientNormGeneratorLargest = "grad_norm/g_max_layer"
  /// Smallest gradient norm of any of the discriminator's layers.
  case gradientNormDiscriminatorSmallest = "grad_norm/d_min_layer"
  /// Largest gradient norm of any of the discriminator's layers.
  case gradientNormDiscriminatorLargest = "grad_norm/d_max_layer"
  /// Norm of the generator's last update over the norm of its weights.
  case updateRatioGenerator = "update_ratio/g"
  /// Norm of the discriminator's last update over the norm of its weights.
  case updateRatioDiscriminator = "update_ratio/d"
  /// Learning rate of the generator.
  case learningRateGenerator = "learning_rate/g"
  /// Learning rate of the discriminator.
  case learningRateDiscriminator = "learning_rate/d"
  /// Factor of the loss in mixed precision (a gradient scaler's scale).
  case lossScale = "scaling/loss_scale"

  // MARK: - Penalties, as they enter the discriminator loss (weight included)

  /// Sum of all penalties, or a penalty of unknown kind.
  case penalty = "penalty/total"
  /// Gradient penalty on interpolates (WGAN-GP, DRAGAN).
  case penaltyGradient = "penalty/gradient"
  /// Zero-centered gradient penalty on real samples.
  case penaltyR1 = "penalty/r1"
  /// Zero-centered gradient penalty on fake samples.
  case penaltyR2 = "penalty/r2"

  // MARK: - Samples

  /// Mean pairwise distance in a batch of real samples.
  case diversityReal = "diversity/real"
  /// Mean pairwise distance in a batch of fake samples.
  case diversityFake = "diversity/fake"
  /// Smallest value of the real batch as the discriminator sees it.
  case dataMinimum = "data/min"
  /// Largest value of the real batch as the discriminator sees it.
  case dataMaximum = "data/max"
  /// Smallest value of the fake batch.
  case sampleMinimum = "samples/min"
  /// Largest value of the fake batch.
  case sampleMaximum = "samples/max"
  /// Perplexity of the codes that a quantizer chose: 1 to the size of its codebook.
  case codebookPerplexity = "codebook/perplexity"
  /// Codes in use: a share of 0...1, per cent, or a count.
  case codebookUsage = "codebook/usage"

  // MARK: - Metrics

  /// Frechet distance in a feature space; lower is better.
  case metricFID = "metrics/fid"
  /// Kernel distance in a feature space; lower is better.
  case metricKID = "metrics/kid"
  /// Inception score; higher is better.
  case metricInceptionScore = "metrics/is"
  /// Precision, 0...1; higher is better.
  case metricPrecision = "metrics/precision"
  /// Recall, 0...1; higher is better.
  case metricRecall = "metrics/recall"
  /// Density; higher is better.
  case metricDensity = "metrics/density"
  /// Coverage, 0...1; higher is better.
  case metricCoverage = "metrics/coverage"
  /// Multi-scale structural similarity; between fakes a high value means little diversity.
  case metricMSSSIM = "metrics/ms_ssim"
  /// Sliced Wasserstein distance of patches, x 1000; lower is better.
  case metricSWD = "metrics/swd"
  /// Count of captured modes of a known mixture; higher is better.
  case metricModes = "metrics/modes"
  /// Share of high-quality samples of a known mixture, 0...1; higher is better.
  case metricHighQuality = "metrics/high_quality"
  /// Peak signal-to-noise ratio in dB of a reconstruction; higher is better.
  case metricPSNR = "metrics/psnr"
  /// Structural similarity of a reconstruction; higher is better.
  case metricSSIM = "metrics/ssim"
  /// Learned perceptual distance; lower is better.
  case metricLPIPS = "metrics/lpips"
  /// Error of a reconstruction on held-out data (L1, mel distance, ...); lower is better.
  case metricReconstruction = "metrics/reconstruction"

  // MARK: - Augmentation, numbers, progress

  /// Augmentation probability (p of ADA), 0...1.
  case augmentation = "augmentation/p"
  /// Count of non-finite numbers in the generator's loss, gradients and weights.
  case nonFiniteGenerator = "non_finite/g"
  /// Count of non-finite numbers in the discriminator's loss, gradients and weights.
  case nonFiniteDiscriminator = "non_finite/d"
  /// Count of non-finite numbers in the data of this step.
  case nonFiniteData = "non_finite/data"
  /// Real images consumed so far.
  case imagesSeen = "progress/images_seen"
  /// Seconds of the last step.
  case stepSeconds = "timing/step_seconds"
  // A new signal comes last: a `SignalSet` in a checkpoint counts by position.
  /// Path length penalty as it enters the generator's loss, weight included (StyleGAN2).
  case penaltyPathLength = "penalty/path_length"
  /// Frechet distance in features other than Inception's (FVD of clips, FAD of sound, FD of DINOv2, spatial
  /// FID), of any scale; lower is better.
  case metricFrechet = "metrics/frechet"
}

extension Signal {
  static let count = allCases.count

  /// Position in `allCases`: a dense index for tables.
  ///
  /// An enumeration without payloads of at most 256 cases is stored as one byte that counts its
  /// cases in the order of declaration; `SignalTests` holds the compiler to it.
  @inline(__always) var index: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}
