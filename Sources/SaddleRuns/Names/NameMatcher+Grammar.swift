// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

// Names put together from known words.
extension NameMatcher {
  /// Puts a meaning together from words; every word must have its part in it.
  func grammar(_ words: NameWords) -> Match? {
    guard let said = SaidWords(words), let meaning = said.meaning else { return nil }
    var match = Match(meaning: meaning, rank: said.rank)
    guard said.part == nil else { return match }
    match.isBare = said.isSideAlone
    match.isSmoothed = said.isSmoothed && (said.has(.loss) || said.isSideAlone || !said.isMean)
    return match
  }
}
