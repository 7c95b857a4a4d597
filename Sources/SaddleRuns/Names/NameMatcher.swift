// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Finds out what a column means from its name.
struct NameMatcher: Sendable {
  /// What a name was found to mean.
  struct Match: Sendable, Equatable {
    var meaning: ColumnMeaning
    /// Which of several games; nil where there is one.
    var game: String?
    /// How sure: 0 for a name of the table, more for each word that was passed over.
    var rank: Int
    /// Whether the name says that the values are averages over several steps.
    var isSmoothed = false
    /// Whether the name is only a side ("Disc", "G"): a loss where the other side stands beside it.
    var isBare = false
  }

  let dialect: NameTable.Dialect

  /// Returns what `name` means; `.unknown` rather than a guess without ground.
  func match(_ name: String) -> Match {
    if let own = GameTag.read(name) {
      return Match(meaning: .signal(own.signal), game: own.game, rank: 0)
    }
    // What a console prints beside a value: its running mean, its spread.
    for ending in [" (avg)", " (std)"] where name.hasSuffix(ending) {
      let base = match(String(name.dropLast(ending.count)))
      if base.meaning != .unknown {
        return Match(meaning: .understood("printed beside the value"), rank: 0)
      }
    }
    if let first = NameMatcher.firstOfSeveral(name), match(first).meaning != .unknown {
      return Match(meaning: .understood("the line has \(first) before"), rank: 0)
    }
    let words = NameWords(name)
    if let match = exact(words) ?? games(words) { return match }
    if let match = grammar(words) { return match }
    // Scopes in front: `my_gan/train/generator_loss`.
    let parts = name.split(separator: "/")
    for start in parts.indices.dropFirst() {
      let tail = NameWords(parts[start...].joined(separator: "/"))
      if NameMatcher.isTooShort(tail) { continue }
      if var match = exact(tail) ?? games(tail) ?? grammar(tail) {
        if isHeldOut(words), !match.isMetric {
          guard match.meaning == .term(.lossGeneratorReconstruction) else { break }
          match.meaning = .term(.metricReconstruction)
        }
        match.rank += 3
        return match
      }
    }
    if isHeldOut(words) {
      return Match(meaning: .understood("held-out data, not judged"), rank: 0)
    }
    if words.words.first.map({ ["timing", "resources", "system", "time"].contains($0) }) == true {
      return Match(meaning: .understood("time and memory"), rank: 0)
    }
    return Match(meaning: .unknown, rank: 0)
  }

  /// `acc` of `acc (2)`, a name that a console line has twice.
  private static func firstOfSeveral(_ name: String) -> String? {
    guard name.hasSuffix(")"), name.utf8.count > 4,
      let number = name.dropLast().last, ("2"..."9").contains(number),
      name.dropLast(2).hasSuffix(" (")
    else { return nil }
    return String(name.dropLast(4))
  }

  /// Returns what the columns of one log mean: a side alone is a loss only beside the other side.
  func matches(_ names: [String]) -> [Match] {
    var matches = names.map { match($0) }
    NameMatcher.settleSides(&matches)
    return matches
  }

  /// Forgets names of one side where the log has nothing of the other.
  static func settleSides(_ matches: inout [Match]) {
    let sides = matches.map(\.side)
    for index in matches.indices where matches[index].isBare {
      let other: Match.Side = sides[index] == .generator ? .discriminator : .generator
      if !sides.contains(other) { matches[index].meaning = .unknown }
    }
  }

  /// One letter alone says nothing once its scope is gone.
  private static func isTooShort(_ words: NameWords) -> Bool {
    words.words.count == 1 && (words.words.first?.count ?? 0) < 2
  }

  private func isHeldOut(_ words: NameWords) -> Bool {
    words.words.contains { ["val", "valid", "validation", "test", "eval"].contains($0) }
  }

  private func exact(_ words: NameWords) -> Match? {
    NameTable.meaning(of: words, dialect: dialect).map { Match(meaning: $0, rank: 0) }
  }

  // MARK: - Several games

  private static let gameWords = [
    "a": "A", "b": "B", "a2b": "A", "b2a": "B", "ab": "A", "ba": "B", "x2y": "A", "y2x": "B",
  ]

  private func game(_ word: String) -> String? {
    if let game = NameMatcher.gameWords[word] { return game }
    // ComboGAN's domains, forks with a second pair of networks.
    return dialect == .cycleGAN && word.count == 1 && word.isNumber ? word : nil
  }

  /// `D_A`, `loss_G_B`, `cycle_A`: the name without its game must be known, and not an axis.
  private func games(_ words: NameWords) -> Match? {
    guard words.words.count >= 2 else { return nil }
    for index in words.words.indices.reversed() {
      guard let game = game(words.words[index]) else { continue }
      var rest = words
      rest.words.remove(at: index)
      guard var match = exact(rest) ?? grammar(rest), !match.isAxis else { continue }
      // G_A is the adversarial part: the cycle has its own column.
      if dialect == .cycleGAN, match.meaning == .signal(.lossGenerator) {
        match.meaning = .signal(.lossGeneratorAdversarial)
      }
      match.game = game
      return match
    }
    return nil
  }

  // MARK: - Grammar

  private static let fillers: Set<String> = [
    "train", "training", "the", "batch", "step", "value", "metrics", "metric", "of", "gan", "net",
    "model", "log", "current", "iter", "is",
  ]
  private static let smoothing: Set<String> = [
    "avg", "average", "running", "smooth", "smoothed", "ema", "moving", "epoch", "mean",
  ]
  private static let generator: Set<String> = ["g", "gen", "generator", "netg", "gnet"]
  private static let discriminator: Set<String> = [
    "d", "dis", "disc", "discriminator", "critic", "netd", "discrim", "dnet", "distriminator",
    "descriminator", "discr", "crit",
  ]
  private static let losses: Set<String> = ["loss", "losses", "err", "error", "cost"]
  private static let real: Set<String> = ["real", "reals"]
  private static let fake: Set<String> = ["fake", "fakes", "generated"]
  private static let adversarial: Set<String> = ["adv", "adversarial", "gan", "wass", "hinge"]
  private static let reconstruction: Set<String> = [
    "l1", "l2", "mse", "pixel", "recon", "rec", "reconstruction", "cycle", "cyc", "idt",
    "identity", "vgg", "perceptual", "percep", "content", "mel", "nce", "stft", "waveform", "spec",
    "spectral", "pix", "lpips", "mae", "charbonnier", "ssim",
  ]
  private static let featureMatching: Set<String> = [
    "feat", "feature", "features", "fm", "matching", "match", "fmap",
  ]
  private static let outputs: Set<String> = [
    "score", "scores", "logit", "logits", "output", "out", "pred", "prediction", "validity",
  ]

  private static let parts: Set<String> = [
    "mpd", "msd", "mrd", "mrsd", "msstftd", "mssbcqtd", "cqtd", "mbd", "msmpmrd", "mdd",
  ]

  /// Takes out the word that says which of several discriminators: `errD0`, `disc_loss_mpd`.
  ///
  /// The inner value is "d" or "g" where the word says the side.
  private func takePart(_ rest: inout [String]) -> String?? {
    for (index, word) in rest.enumerated() {
      if NameMatcher.parts.contains(word) {
        rest.remove(at: index)
        return .some(.some(""))
      }
      guard word.count >= 2, let last = word.last, last.isNumber, last.isASCII else { continue }
      let stem = String(word.dropLast())
      if NameMatcher.losses.contains(stem) {
        rest.remove(at: index)
        return .some(.some(""))
      }
      if NameMatcher.discriminator.contains(stem) || NameMatcher.generator.contains(stem) {
        rest.remove(at: index)
        return .some(.some(NameMatcher.discriminator.contains(stem) ? "d" : "g"))
      }
    }
    return .none
  }

  private static func part(_ side: String, _ isDiscriminator: Bool, _ isGenerator: Bool) -> Signal?
  {
    if isDiscriminator || side == "d" { return isGenerator ? nil : .lossDiscriminator }
    if side == "g" { return .lossGenerator }
    return isGenerator ? .lossGeneratorAdversarial : .lossDiscriminator
  }

  /// Puts a meaning together from words; every word must have its part in it.
  private func grammar(_ words: NameWords) -> Match? {
    var rest = words.words
    var rank = 1
    func take(_ set: Set<String>) -> Bool {
      let before = rest.count
      rest.removeAll { set.contains($0) }
      return rest.count < before
    }
    let isDiscriminator = take(NameMatcher.discriminator)
    let isGenerator = take(NameMatcher.generator)
    let isLoss = take(NameMatcher.losses)
    let isReal = take(NameMatcher.real)
    let isFake = take(NameMatcher.fake)
    let isAdversarial = take(NameMatcher.adversarial.subtracting(isGenerator ? [] : ["gan"]))
    let isReconstruction = take(NameMatcher.reconstruction)
    let isPart = takePart(&rest)
    let isMatching = take(NameMatcher.featureMatching)
    let isAccuracy = take(["acc", "accuracy"])
    let isNorm = take(["norm"])
    let isGradient = take(["grad", "gradient", "grads", "gradients"])
    let isPenalty = take(["penalty", "gp", "gpen"])
    let isRate = take(["lr", "rate", "learning"])
    let isOutput = take(NameMatcher.outputs)
    let isProbability = take(["prob", "probability"])
    let isDeviation = take(["std", "deviation"])
    let isMean = rest.contains("mean")
    let isSmoothed = take(NameMatcher.smoothing)
    _ = take(["total", "all", "sum"])
    if isSmoothed { rank += 1 }
    if take(NameMatcher.fillers) { rank += 1 }
    guard rest.isEmpty, !(isGenerator && isDiscriminator) else { return nil }
    let isNumberedLoss = words.words.contains { $0.hasPrefix("loss") && $0.count == 5 }
    if isLoss || isNumberedLoss, isDiscriminator || isGenerator || isLoss, let part = isPart ?? nil,
      !isReal, !isFake, !isReconstruction, !isMatching,
      !isPenalty
    {
      if let side = NameMatcher.part(part, isDiscriminator, isGenerator) {
        return Match(meaning: .term(side), rank: rank)
      }
      return nil
    }
    if isPart != nil { return nil }
    let isSideAlone =
      !isLoss && !isReal && !isFake && !isAdversarial && !isReconstruction && !isMatching
      && !isAccuracy && !isNorm && !isGradient && !isPenalty && !isRate && !isOutput
      && !isProbability && !isDeviation
    if isSideAlone, isDiscriminator != isGenerator {
      var match = Match(
        meaning: .signal(isGenerator ? .lossGenerator : .lossDiscriminator),
        rank: rank
      )
      match.isSmoothed = isSmoothed
      match.isBare = true
      return match
    }

    let meaning: ColumnMeaning? =
      if isAccuracy {
        isReal == isFake
          ? (isGenerator ? nil : .share(.accuracy))
          : .share(isReal ? .accuracyReal : .accuracyFake)
      } else if isPenalty, !isReal, !isFake, !isGenerator {
        .signal(isGradient || words.words.contains("gp") ? .penaltyGradient : .penalty)
      } else if isGradient, isNorm, isGenerator != isDiscriminator {
        .signal(isGenerator ? .gradientNormGenerator : .gradientNormDiscriminator)
      } else if isRate, !isLoss, isGenerator != isDiscriminator {
        .signal(isGenerator ? .learningRateGenerator : .learningRateDiscriminator)
      } else if isMatching {
        isLoss && !isReconstruction && !isReal && !isFake
          ? .term(.lossGeneratorFeatureMatching) : nil
      } else if isLoss, isDiscriminator, !isReconstruction {
        isReal == isFake
          ? .signal(isAdversarial ? .lossDiscriminatorAdversarial : .lossDiscriminator)
          : .signal(isReal ? .lossDiscriminatorReal : .lossDiscriminatorFake)
      } else if isLoss, isReconstruction, !isDiscriminator {
        .term(.lossGeneratorReconstruction)
      } else if isLoss, isGenerator, !isReal {
        .signal(isAdversarial || isFake ? .lossGeneratorAdversarial : .lossGenerator)
      } else if isDeviation, isReal != isFake, isOutput || isDiscriminator {
        .signal(isReal ? .scoresRealDeviation : .scoresFakeDeviation)
      } else if !isLoss, isProbability, isReal != isFake {
        .signal(isReal ? .probabilityReal : .probabilityFake)
      } else if !isLoss, !isGenerator, isOutput || isDiscriminator, isReal != isFake {
        .output(isReal ? .real : .fake)
      } else {
        nil
      }
    guard let meaning else { return nil }
    var match = Match(meaning: meaning, rank: rank)
    match.isSmoothed = isSmoothed && !(isMean && !isLoss)
    return match
  }
}

extension String {
  fileprivate var isNumber: Bool { !isEmpty && allSatisfy { $0.isASCII && $0.isNumber } }
}

extension NameMatcher.Match {
  /// Whose loss or output a column is.
  enum Side { case generator, discriminator, neither }

  var side: Side {
    switch meaning {
    case .signals(let signals, _):
      if signals.contains(where: { $0.rawValue.hasPrefix("loss/g") }) { return .generator }
      return signals.contains { $0.rawValue.hasPrefix("loss/d") } ? .discriminator : .neither
    case .term(let signal):
      return signal.rawValue.hasPrefix("loss/g")
        ? .generator : signal.rawValue.hasPrefix("loss/d") ? .discriminator : .neither
    case .output: return .discriminator
    case .share, .axis, .understood, .unknown: return .neither
    }
  }

  fileprivate var isAxis: Bool {
    if case .axis = meaning { true } else { false }
  }

  /// Metrics are about samples: a prefix `val/` does not make them another thing.
  fileprivate var isMetric: Bool {
    if case .signals(let signals, _) = meaning {
      signals.allSatisfy { $0.rawValue.hasPrefix("metrics/") }
    } else {
      false
    }
  }
}
