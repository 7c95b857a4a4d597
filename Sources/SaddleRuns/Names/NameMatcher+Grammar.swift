// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

// Names put together from known words.
extension NameMatcher {
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
  func grammar(_ words: NameWords) -> Match? {
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
