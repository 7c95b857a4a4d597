// SPDX-License-Identifier: Apache-2.0

// What to change in networks before they are trained.
extension Remedy {
  /// Takes batch norm out of the discriminator.
  @Sendable static func leaveBatchNorm(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .noBatchNorm,
      title: "Leave batch norm out of the discriminator",
      reason: "A penalty of a sample's slope means something only where its score is its own.",
      evidence:
        "WGAN-GP trains without it, or with layer norm in its place, over six architectures.",
      source: "Gulrajani et al. 2017, arXiv:1704.00028, section 4",
      actionClass: .restart,
      changes: [ConfigurationChange(key: "discriminator.normalization", value: .text("none"))],
      pytorch: ["nn.Identity()  # or nn.GroupNorm(1, channels), in place of nn.BatchNorm2d"]
    )
  }

  /// Makes kernels overlap evenly.
  @Sendable static func upsampleEvenly(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .evenUpsampling,
      title: "Use kernels that their stride divides, or enlarge first and convolve then",
      reason: "Every pixel is then a sum of equally many terms.",
      evidence:
        "Resize-convolution removes the pattern that transposed convolutions of size 3 or 5 "
        + "and stride 2 show before any training.",
      source: "Odena et al. 2016, distill.pub/2016/deconv-checkerboard",
      actionClass: .restart,
      changes: [],
      pytorch: [
        "nn.ConvTranspose2d(a, b, kernel_size=4, stride=2, padding=1)",
        "nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(a, b, 3, padding=1))  # or this",
      ]
    )
  }

  /// Makes the generator larger.
  @Sendable static func enlargeGenerator(_ request: RemedyRequest) -> Remedy? {
    let width = width(.generatorWidth, beside: .discriminatorWidth, request)
    return Remedy(
      measure: .largerGenerator,
      title: "Restart with a generator about as large as the discriminator",
      reason: "A discriminator that is far larger wins before the generator has learned.",
      evidence: "Published pairs: D over G 0.25 (SNGAN), 0.77 (DCGAN), 1.0 (PGGAN, R3GAN), 1.25 "
        + "(BigGAN).",
      source: "Parameters of the reference implementations, counted",
      actionClass: .restart,
      changes: [width],
      pytorch: ["generator = Generator(width=\(width.factorText(of: "width")))"]
    )
  }

  /// Lets the discriminator see everything.
  @Sendable static func widenView(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .widerView,
      title: "Give the discriminator more layers that halve, or a last layer over the whole map",
      reason: "What no score depends on is never judged.",
      evidence: "pix2pix: 70x70 patches judge texture; 16x16 patches leave tiling artifacts.",
      source: "Isola et al. 2017, arXiv:1611.07004, section 4.4",
      actionClass: .restart,
      changes: [],
      pytorch: ["nn.Conv2d(channels, 1, kernel_size=4)  # where the last map is 4x4"]
    )
  }

  /// Gives the generator more numbers to vary with.
  @Sendable static func enlargeLatent(_ request: RemedyRequest) -> Remedy? {
    let size = request.isPoints ? 16 : 64
    return Remedy(
      measure: .largerLatent,
      title: "Draw \(size) latent numbers"
        + (request.view == nil ? " (16 for points, up to 512 for images)" : ""),
      reason: "Samples can't vary in more ways than the latents do.",
      evidence: "DCGAN uses 100, SNGAN 128, PGGAN and StyleGAN 512.",
      source: "The reference implementations",
      actionClass: .restart,
      changes: [ConfigurationChange(key: "generator.latentSize", value: .integer(size))],
      pytorch: ["z = torch.randn(batch_size, \(size))"]
    )
  }

  /// Makes a step smaller.
  @Sendable static func saveMemory(_ request: RemedyRequest) -> Remedy? {
    let half = request.batchSize.map { max(1, $0 / 2) }
    let size = half.map { ", to \($0)," } ?? ""
    return Remedy(
      measure: .lessMemory,
      title: "Halve the batch\(size) and accumulate over two, or make the networks narrower",
      reason: "What a step keeps for its gradients grows with the batch.",
      evidence: "Two accumulated halves have the gradient of the whole batch, but for layers that "
        + "look across it.",
      source: "Arithmetic",
      actionClass: .restart,
      changes: [
        ConfigurationChange(
          key: "training.batchSize",
          value: half.map { .integer($0) } ?? .scaled(by: 0.5)
        ),
        ConfigurationChange(key: "training.accumulate", value: .integer(2)),
      ],
      pytorch: ["loss = loss / 2; loss.backward()  # twice, then optimizer.step()"]
    )
  }

  /// Chooses a batch that layers which look across it can use.
  @Sendable static func suitBatch(_ request: RemedyRequest) -> Remedy? {
    Remedy(
      measure: .suitableBatch,
      title: "Use a batch of at least 8 that is a multiple of 4",
      reason: "Statistics over a few samples are noise.",
      evidence: "Batch norm's error on ImageNet grows from 23.6 % at 32 samples to 34.7 % at 2.",
      source: "Wu and He 2018, arXiv:1803.08494, table 2",
      actionClass: .restart,
      changes: [ConfigurationChange(key: "training.batchSize", value: .integer(16))],
      pytorch: ["DataLoader(dataset, batch_size=16, drop_last=True)"]
    )
  }
}
