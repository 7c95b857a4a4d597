// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What the words of a name say, each of which is known.
struct SaidWords: Sendable {
  /// A thing that words can say.
  enum Word: Sendable {
    case discriminator, generator, loss, real, fake, adversarial, reconstruction, matching
    case accuracy, norm, gradient, penalty, rate, output, probability, deviation
  }

  /// Which of several discriminators or losses: `errD0`, `disc_loss_mpd`, `loss2`.
  enum Part: Sendable {
    case discriminator, generator, unsaid
    /// A part of the sample, or a scale of it, that a network of its own judges: `D_face`.
    case judged
  }

  private let words: Set<Word>
  /// How many kinds of words were passed over, and one.
  let rank: Int
  let isSmoothed: Bool
  let isMean: Bool
  let part: Part?
  private let isNumberedLoss: Bool
  private let isGradientShort: Bool

  /// Reads words; nil where one has no part in a meaning, or both networks are named.
  init?(_ name: NameWords) {
    var rest = name.words
    var words: Set<Word> = []
    func take(_ known: Set<String>) -> Bool {
      let before = rest.count
      rest.removeAll { known.contains($0) }
      return rest.count < before
    }
    for (word, known) in Self.vocabulary where take(known) { words.insert(word) }
    // "gan" beside a generator is its adversarial term, else a word that says nothing.
    if words.contains(.generator), take(["gan"]) { words.insert(.adversarial) }
    part = Self.takePart(&rest)
    isMean = rest.contains("mean")
    isSmoothed = take(Self.smoothing)
    _ = take(["total", "all", "sum"])
    rank = 1 + (isSmoothed ? 1 : 0) + (take(Self.fillers) ? 1 : 0)
    guard rest.isEmpty, !words.isSuperset(of: [.generator, .discriminator]) else { return nil }
    self.words = words
    isNumberedLoss = name.words.contains { $0.hasPrefix("loss") && $0.count == 5 }
    isGradientShort = name.words.contains("gp")
  }

  /// Whether the name says something.
  func has(_ word: Word) -> Bool { words.contains(word) }

  /// Whether the name is only a network's: `G`, `disc`.
  var isSideAlone: Bool {
    switch part {
    case nil: words == [.generator] || words == [.discriminator]
    case .judged: words == [.discriminator]
    case .discriminator, .generator, .unsaid: false
    }
  }

  /// What all words mean together; nil where they make no sense that is known.
  var meaning: ColumnMeaning? {
    if let part { return numbered(part) }
    if isSideAlone { return .signal(has(.generator) ? .lossGenerator : .lossDiscriminator) }
    if has(.accuracy) { return accuracy }
    if has(.penalty), words.isDisjoint(with: [.real, .fake, .generator]) {
      return .signal(has(.gradient) || isGradientShort ? .penaltyGradient : .penalty)
    }
    if has(.gradient), has(.norm), isOneSided {
      return .signal(has(.generator) ? .gradientNormGenerator : .gradientNormDiscriminator)
    }
    if has(.rate), !has(.loss), isOneSided {
      return .signal(has(.generator) ? .learningRateGenerator : .learningRateDiscriminator)
    }
    if has(.matching) {
      let isTerm = has(.loss) && words.isDisjoint(with: [.reconstruction, .real, .fake])
      return isTerm ? .term(.lossGeneratorFeatureMatching) : nil
    }
    return loss ?? output
  }

  private var isOneSided: Bool { has(.generator) != has(.discriminator) }

  /// Real or fake samples, not both, not neither.
  private var isOneKind: Bool { has(.real) != has(.fake) }

  private var accuracy: ColumnMeaning? {
    if isOneKind { return .share(has(.real) ? .accuracyReal : .accuracyFake) }
    return has(.generator) ? nil : .share(.accuracy)
  }

  private var loss: ColumnMeaning? {
    guard has(.loss) else { return nil }
    if has(.discriminator), !has(.reconstruction) {
      if isOneKind { return .signal(has(.real) ? .lossDiscriminatorReal : .lossDiscriminatorFake) }
      return .signal(has(.adversarial) ? .lossDiscriminatorAdversarial : .lossDiscriminator)
    }
    if has(.reconstruction), !has(.discriminator) { return .term(.lossGeneratorReconstruction) }
    guard has(.generator), !has(.real) else { return nil }
    let isAdversarial = has(.adversarial) || has(.fake)
    return .signal(isAdversarial ? .lossGeneratorAdversarial : .lossGenerator)
  }

  private var output: ColumnMeaning? {
    guard isOneKind else { return nil }
    let isOfDiscriminator = has(.output) || has(.discriminator)
    if has(.deviation), isOfDiscriminator {
      return .signal(has(.real) ? .scoresRealDeviation : .scoresFakeDeviation)
    }
    guard !has(.loss) else { return nil }
    if has(.probability) { return .signal(has(.real) ? .probabilityReal : .probabilityFake) }
    return isOfDiscriminator && !has(.generator) ? .output(has(.real) ? .real : .fake) : nil
  }

  /// The loss of one of several discriminators: a term of the sum.
  private func numbered(_ part: Part) -> ColumnMeaning? {
    if part == .judged { return judged }
    guard has(.loss) || (isNumberedLoss && isOneSided),
      words.isDisjoint(with: [.real, .fake, .reconstruction, .matching, .penalty])
    else { return nil }
    if has(.discriminator) || part == .discriminator {
      return has(.generator) ? nil : .term(.lossDiscriminator)
    }
    if part == .generator { return .term(.lossGenerator) }
    return .term(has(.generator) ? .lossGeneratorAdversarial : .lossDiscriminator)
  }

  private var judged: ColumnMeaning? {
    guard words.isSubset(of: [.discriminator, .generator, .loss, .adversarial]) else { return nil }
    if has(.discriminator) {
      return has(.loss) || isSideAlone ? .term(.lossDiscriminator) : nil
    }
    return has(.generator) && has(.adversarial) ? .term(.lossGeneratorAdversarial) : nil
  }

  /// Takes out the words that say which part of a sample, or which scale of it, is judged.
  private static func takeJudged(_ rest: inout [String]) -> Bool {
    if let index = rest.firstIndex(where: scales.contains) {
      let numbers = rest[(index + 1)...].prefix { $0.allSatisfy { $0.isASCII && $0.isNumber } }
      rest.removeSubrange(index..<numbers.endIndex)
      return true
    }
    let before = rest.count
    rest.removeAll { judgedParts.contains($0) }
    return rest.count < before
  }

  /// Takes out the word that says which of several.
  private static func takePart(_ rest: inout [String]) -> Part? {
    if takeJudged(&rest) { return .judged }
    for (index, word) in rest.enumerated() {
      let stem = String(word.dropLast())
      let isNumbered = word.last.map { $0.isNumber && $0.isASCII } ?? false
      let part: Part
      if parts.contains(word) || (isNumbered && losses.contains(stem)) {
        part = .unsaid
      } else if isNumbered, discriminator.contains(stem) {
        part = .discriminator
      } else if isNumbered, generator.contains(stem) {
        part = .generator
      } else {
        continue
      }
      rest.remove(at: index)
      return part
    }
    return nil
  }
}

extension SaidWords {
  private static let generator: Set<String> = ["g", "gen", "generator", "netg", "gnet"]
  private static let discriminator: Set<String> = [
    "d", "dis", "disc", "discriminator", "critic", "netd", "discrim", "dnet", "distriminator",
    "descriminator", "discr", "crit",
  ]
  private static let losses: Set<String> = ["loss", "losses", "err", "error", "cost"]
  private static let reconstruction: Set<String> = [
    "l1", "l2", "mse", "pixel", "recon", "rec", "reconstruction", "cycle", "cyc", "idt",
    "identity", "vgg", "perceptual", "percep", "content", "mel", "nce", "stft", "waveform", "spec",
    "spectral", "pix", "lpips", "mae", "charbonnier", "ssim", "convergence", "magnitude", "subband",
    "fullband",
  ]
  private static let outputs: Set<String> = [
    "score", "scores", "logit", "logits", "output", "out", "pred", "prediction", "validity",
  ]
  private static let matching: Set<String> = [
    "feat", "feature", "features", "fm", "matching", "match", "fmap",
  ]

  /// Words by what they say; no word stands twice.
  private static let vocabulary: [(Word, Set<String>)] = [
    (.discriminator, discriminator),
    (.generator, generator),
    (.loss, losses),
    (.real, ["real", "reals"]),
    (.fake, ["fake", "fakes", "generated"]),
    (.adversarial, ["adv", "adversarial", "wass", "hinge"]),
    (.reconstruction, reconstruction),
    (.matching, matching),
    (.accuracy, ["acc", "accuracy"]),
    (.norm, ["norm"]),
    (.gradient, ["grad", "gradient", "grads", "gradients"]),
    (.penalty, ["penalty", "gp", "gpen"]),
    (.rate, ["lr", "rate", "learning"]),
    (.output, outputs),
    (.probability, ["prob", "probability"]),
    (.deviation, ["std", "deviation"]),
  ]

  /// Whether a word is a network's name.
  static func isNetwork(_ word: String) -> Bool {
    generator.contains(word) || discriminator.contains(word)
  }

  /// Whether a word says of what a loss is.
  static func isOfLoss(_ word: String) -> Bool {
    let kinds: [Word] = [.loss, .real, .fake, .adversarial, .reconstruction, .matching, .penalty]
    return vocabulary.contains { kinds.contains($0.0) && $0.1.contains(word) }
  }

  private static let scales: Set<String> = ["scale", "period", "resolution", "res"]
  private static let judgedParts: Set<String> = [
    "bg", "background", "fg", "foreground", "fus", "fusion", "face", "hand", "hands", "eye", "eyes",
    "mouth", "local", "global", "img", "image", "images", "video", "frame", "frames", "clip",
    "temporal", "spatial", "patch", "obj", "object", "objects", "motion",
  ]

  private static let smoothing: Set<String> = [
    "avg", "average", "running", "smooth", "smoothed", "ema", "moving", "epoch", "mean",
  ]
  private static let fillers: Set<String> = [
    "train", "training", "the", "batch", "step", "value", "metrics", "metric", "of", "gan", "net",
    "model", "log", "current", "iter", "is",
  ]
  private static let parts: Set<String> = [
    "mpd", "msd", "mrd", "mrsd", "msstftd", "mssbcqtd", "cqtd", "mbd", "msmpmrd", "mdd",
  ]
}
