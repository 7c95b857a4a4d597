// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// What event files of ours call a signal of one of several games: `loss/d.A`.
///
/// What belongs to the whole run (metrics, images seen, times) keeps its name and is given to every
/// game when it is read.
enum GameTag {
  /// The tag of a signal; a run of one game has no names.
  static func tag(_ signal: Signal, game: String?) -> String {
    guard let game, !isOfRun(signal) else { return signal.rawValue }
    return "\(signal.rawValue).\(game)"
  }

  /// The signal and the game of a tag; nil where it names no game.
  static func read(_ tag: String) -> (signal: Signal, game: String)? {
    guard let dot = tag.firstIndex(of: "."), let signal = Signal(rawValue: String(tag[..<dot])),
      !isOfRun(signal), tag.index(after: dot) < tag.endIndex
    else { return nil }
    return (signal, String(tag[tag.index(after: dot)...]))
  }

  /// Whether a signal is the same for all games.
  static func isOfRun(_ signal: Signal) -> Bool {
    signal == .imagesSeen || signal == .stepSeconds || signal.rawValue.hasPrefix("metrics/")
  }
}
