// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// A code base whose logs are known by their columns, with what it trains by default.
///
/// The default is a weaker word than an option, and a stronger one than a guess from values: a user
/// who changed it without logging it is contradicted by the values (`ObjectiveArithmetic`).
struct CodeBase: Sendable {
  var title: String
  var objective: Objective?
  var task: TaskKind.Name?
  /// How the logged discriminator loss is made of its halves.
  var halves = Halves.summed
  /// Number format by default, where it isn't full precision.
  var precision: String?

  /// How a loss is made of the discriminator's losses on real and fake samples.
  enum Halves: Sendable { case summed, averaged }

  /// What tells a code base: columns that must all be there, and columns of which none may be.
  private struct Mark {
    var all: [String]
    var none: [String] = []
    var base: CodeBase
  }

  /// Returns the code base of a log, or nil where none is recognized.
  static func of(_ recognition: Recognition) -> CodeBase? {
    let names = Set(recognition.columns.map { tail(OptionName.folded($0.name)) })
    if let mark = marks.first(where: { mark in
      mark.all.allSatisfy(names.contains) && !mark.none.contains(where: names.contains)
    }) {
      return mark.base
    }
    return byFormat[recognition.format]
  }

  /// The last component of a tag: of "train/disc_loss" and "losses.l_g_gan".
  private static func tail(_ name: String) -> String {
    String(name.split { $0 == "/" || $0 == "." }.last ?? "")
  }

  private static let cycleGAN = CodeBase(
    title: "CycleGAN",
    objective: .leastSquares,
    task: .unpaired,
    halves: .averaged
  )
  private static let hifiGAN = CodeBase(title: "HiFi-GAN", objective: .leastSquares, task: .vocoder)
  private static let parallelWaveGAN = CodeBase(
    title: "Parallel WaveGAN",
    objective: .leastSquares,
    task: .vocoder
  )
  private static let tensorFlowTTS = CodeBase(
    title: "TensorFlowTTS",
    objective: .leastSquares,
    task: .vocoder
  )
  private static let styleGAN = CodeBase(title: "StyleGAN", objective: .nonSaturating)
  private static let taming = CodeBase(
    title: "taming",
    objective: .hinge,
    task: .tokenizer,
    halves: .averaged
  )
  private static let vits = CodeBase(
    title: "VITS",
    objective: .leastSquares,
    task: .vocoder,
    precision: "fp16"
  )

  // Sources: the named repositories' default options; see each `Objective` for the formula.
  private static let marks: [Mark] = [
    Mark(
      all: ["g_gan", "g_gan_feat"],
      base: CodeBase(title: "pix2pixHD", objective: .leastSquares, task: .paired)
    ),
    Mark(
      all: ["gan", "gan_feat"],
      base: CodeBase(title: "SPADE", objective: .hinge, task: .paired)
    ),
    Mark(
      all: ["g_gan", "nce"],
      base: CodeBase(title: "CUT", objective: .leastSquares, task: .unpaired)
    ),
    Mark(
      all: ["g_gan", "g_l1"],
      base: CodeBase(title: "pix2pix", objective: .nonSaturating, task: .paired)
    ),
    Mark(
      all: ["d_a", "g_a", "cycle_a"],
      base: cycleGAN
    ),
    Mark(
      all: ["d_a", "g_a", "cyc_a"],
      base: cycleGAN
    ),
    Mark(
      all: ["d_1", "g_1", "cyc_1"],
      base: CodeBase(
        title: "ComboGAN",
        objective: .leastSquares,
        task: .unpaired,
        halves: .averaged
      )
    ),
    Mark(
      all: ["ema_mimg", "fake", "real"],
      base: CodeBase(title: "R3GAN", objective: .relativisticPaired)
    ),
    Mark(
      all: ["kimg", "sec_per_tick"],
      base: styleGAN
    ),
    Mark(
      all: ["disc_loss", "logits_real", "nll_loss"],
      base: taming
    ),
    Mark(
      all: ["disc_loss", "disc_factor"],
      base: taming
    ),
    Mark(
      all: ["loss_disc", "loss_fm", "loss_mel"],
      base: vits
    ),
    Mark(
      all: ["gen_loss_total", "mel_spec_error"],
      base: hifiGAN
    ),
    Mark(
      all: ["spectral_convergence_loss", "adversarial_loss", "discriminator_loss"],
      base: parallelWaveGAN
    ),
    Mark(
      all: ["mel_loss", "adversarial_loss", "real_loss", "fake_loss", "discriminator_loss"],
      base: parallelWaveGAN
    ),
    Mark(
      all: ["train_adversarial_loss", "train_fm_loss", "train_dis_loss"],
      base: tensorFlowTTS
    ),
    Mark(
      all: ["generator_loss", "distriminator_loss"],
      base: CodeBase(title: "CTGAN", objective: .wasserstein, task: .tabular)
    ),
  ]

  private static let byFormat: [String: CodeBase] = [
    "stylegan-log": styleGAN,
    "dcgan": CodeBase(
      title: "PyTorch's DCGAN example",
      objective: .nonSaturating,
      task: .unconditional
    ),
    "rosinality": CodeBase(
      title: "rosinality/stylegan2-pytorch",
      objective: .nonSaturating,
      task: .unconditional
    ),
    "lucidrains": CodeBase(title: "lucidrains' trainers", objective: .hinge, task: .unconditional),
    "hifi-gan": hifiGAN,
    "gan-stability": CodeBase(title: "GAN_stability", objective: .nonSaturating),
    "motion": CodeBase(title: "First Order Motion Model", objective: .leastSquares, task: .paired),
    "wav2lip": CodeBase(title: "Wav2Lip", objective: .nonSaturating, task: .paired),
    "keras-acgan": CodeBase(
      title: "Keras' AC-GAN example",
      objective: .nonSaturating,
      task: .classConditional,
      halves: .averaged
    ),
    "gan-zoo": CodeBase(title: "pytorch_GAN_zoo", objective: .wasserstein, task: .unconditional),
    "vits": vits,
  ]

  /// The objective as a judgment, with the scale that the code base's discriminator loss has.
  var judgment: ObjectiveJudgment? {
    guard let objective else { return nil }
    return ObjectiveJudgment(
      name: objective,
      known: .codeBase,
      confidence: 0.8,
      discriminatorLossScale: scale(of: objective),
      reason: "It is what \(title) trains by default."
    )
  }

  /// The logged loss over the formula's: least squares is written there with halves of squares.
  func scale(of objective: Objective) -> Double {
    let sum = objective == .leastSquares ? 2.0 : 1.0
    return halves == .averaged ? sum / 2 : sum
  }
}
