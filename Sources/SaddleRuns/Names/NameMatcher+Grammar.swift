// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

// Names put together from known words.
extension NameMatcher {
  /// `[D] real`: a word of losses in a list of a network's is a loss, no output.
  func listed(_ name: String) -> Match? {
    guard name.first == "[", let end = name.firstIndex(of: "]"),
      SaidWords.isNetwork(name[name.index(after: name.startIndex)..<end].lowercased()),
      NameWords(String(name[end...])).words.allSatisfy(SaidWords.isOfLoss)
    else { return nil }
    return grammar(NameWords(words: NameWords(name).words + ["loss"]))
  }

  /// `l_rec`, `L_total_G`: a loss.
  func abbreviated(_ words: NameWords) -> Match? {
    guard words.words.first == "l", words.words.count >= 2 else { return nil }
    let spelled = NameWords(words: words.words.dropFirst() + ["loss"])
    return exact(spelled) ?? grammar(spelled)
  }

  /// `train_adversarial_loss`: a known name behind a word for the training data.
  func trained(_ words: NameWords) -> Match? {
    guard words.words.first == "train" || words.words.first == "training", words.words.count >= 3
    else { return nil }
    var match = exact(NameWords(words: Array(words.words.dropFirst())))
    match?.rank += 2
    return match
  }

  /// `DR`, `DF`: the discriminator's losses on real and on fake samples, beside a generator's.
  func initials(_ words: NameWords) -> Match? {
    let halves: [String: Signal] = [
      "dr": .lossDiscriminatorReal, "df": .lossDiscriminatorFake,
    ]
    guard words.words.count == 1, let half = words.words.first.flatMap({ halves[$0] }) else {
      return nil
    }
    return Match(meaning: .signal(half), rank: 2, isBare: true)
  }

  /// `ppl_0`: the perplexity of one of several codebooks.
  func codebook(_ words: NameWords) -> Match? {
    guard words.words.count == 2, words.words[0] == "ppl" || words.words[0] == "perplexity",
      let number = Int(words.words[1]), (0..<64).contains(number)
    else { return nil }
    // The first, which the others refine, speaks.
    return Match(meaning: .signal(.codebookPerplexity), rank: 2 + number)
  }

  /// Puts a meaning together from words; every word must have its part in it.
  func grammar(_ words: NameWords) -> Match? {
    guard let said = SaidWords(words), let meaning = said.meaning else { return nil }
    var match = Match(meaning: meaning, rank: said.rank)
    match.isBare = said.isSideAlone
    guard said.part == nil else { return match }
    match.isSmoothed = said.isSmoothed && (said.has(.loss) || said.isSideAlone || !said.isMean)
    return match
  }
}
