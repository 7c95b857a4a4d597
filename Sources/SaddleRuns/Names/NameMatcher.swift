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
    if let match = listed(name) { return match }
    let words = NameWords(name)
    if let match = exact(words) ?? games(words) { return match }
    if let match = grammar(words) ?? special(words) { return match }
    // Scopes in front: `my_gan/train/generator_loss`.
    let parts = name.split(separator: "/")
    for start in parts.indices.dropFirst() {
      let tail = NameWords(parts[start...].joined(separator: "/"))
      if NameMatcher.isTooShort(tail) { continue }
      if var match = exact(tail) ?? games(tail) ?? grammar(tail) ?? special(tail) {
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
    if words.words.first == "autopilot" {
      return Match(meaning: .understood("interventions, told by their ledger"), rank: 0)
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

  private func special(_ words: NameWords) -> Match? {
    abbreviated(words) ?? initials(words) ?? codebook(words) ?? trained(words)
  }

  func exact(_ words: NameWords) -> Match? {
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
