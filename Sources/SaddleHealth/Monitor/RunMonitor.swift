// SPDX-License-Identifier: Apache-2.0

/// Watches a run of one game or several: a `HealthMonitor` for each, made when the game is first
/// seen, or at once for games that are known.
///
/// Reading a log, watching one and training all use it, so that one run gets one verdict.
///
/// ```swift
/// import SaddleHealth
///
/// var monitor = RunMonitor(games: ["A", "B"])
/// let seen = Observation(step: 1, [.lossDiscriminator: 1.4, .lossGenerator: 0.7])
/// for finding in monitor.observe(GameObservation(game: "A", observation: seen)) {
///   print(finding.game ?? "", finding.summary)
/// }
/// print(monitor.health)
/// ```
public struct RunMonitor: Codable, Sendable {
  /// One game and what watches it.
  public struct Game: Codable, Sendable {
    /// The game's name; nil where the run has one.
    public let name: String?
    /// What watches it.
    public internal(set) var monitor: HealthMonitor
  }

  /// The games in the order in which they were first seen.
  public private(set) var games: [Game] = []
  /// What is known of the run beside its log; holds for games that are first seen later.
  public var context: RunContext
  private let catalog: DetectorCatalog

  /// Creates a monitor that has seen nothing.
  ///
  /// - Parameters:
  ///   - context: What is known of the run beside its log.
  ///   - games: The games that are known to come, nil for the one of a run of one.
  ///   - catalog: The detectors to run.
  public init(
    context: RunContext = RunContext(),
    games: [String?] = [],
    catalog: DetectorCatalog = .builtIn
  ) {
    self.context = context
    self.catalog = catalog
    self.games = games.map { Game(name: $0, monitor: monitor(ofNew: $0)) }
  }

  private func monitor(ofNew game: String?) -> HealthMonitor {
    var own = context
    own.game = game ?? context.game
    return HealthMonitor(context: own, catalog: catalog)
  }

  /// Takes in the next observation of a game.
  ///
  /// - Returns: The findings that began to fire, became more severe or were resolved here.
  public mutating func observe(_ item: GameObservation) -> [Finding] {
    if let index = games.firstIndex(where: { $0.name == item.game }) {
      return games[index].monitor.observe(item.observation)
    }
    var monitor = monitor(ofNew: item.game)
    let findings = monitor.observe(item.observation)
    games.append(Game(name: item.game, monitor: monitor))
    return findings
  }

  /// Replaces what is known of the run beside its log, for all games: a resumed run may have been
  /// lengthened.
  public mutating func adopt(_ context: RunContext) {
    self.context = context
    for index in games.indices {
      var own = context
      own.game = games[index].name ?? context.game
      games[index].monitor.context = own
    }
  }

  /// Takes in what is said of the whole run behind its last observation.
  public mutating func note(_ facts: [RunFact]) {
    guard !facts.isEmpty else { return }
    for index in games.indices {
      var item = Observation(step: games[index].monitor.step)
      item.facts = facts.map { fact in
        var fact = fact
        fact.step = fact.step ?? item.step
        return fact
      }
      _ = games[index].monitor.observe(item)
    }
  }

  /// The last step of any game.
  public var lastStep: Int? { games.map(\.monitor.step).max() }

  /// Notes how the run ended, where no words of its own say so; nil takes it back.
  public mutating func end(_ ending: RunEnding?) {
    context.ending = ending
    for index in games.indices where games[index].monitor.context.ending != ending {
      games[index].monitor.context.ending = ending
    }
  }

  /// Returns what watches a game, or nil where nothing was seen of it.
  public func monitor(of game: String?) -> HealthMonitor? {
    games.first { $0.name == game }?.monitor
  }

  /// Everything that is firing or has been, of all games.
  public var findings: [Finding] { games.flatMap(\.monitor.findings) }

  /// The health in one word: the worst of the games.
  public var health: Health {
    Health.worst(games.map(\.monitor.health)) ?? .unjudgeable
  }

  private enum CodingKeys: String, CodingKey {
    case games
    case context
  }

  /// Reads the state, or that of a `HealthMonitor` as one of a run of one game; the catalog comes from
  /// the decoder's `userInfo`, as with `HealthMonitor`.
  ///
  /// - Throws: `DecodingError` where the data is neither.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.games) {
      games = try container.decode([Game].self, forKey: .games)
      context = try container.decode(RunContext.self, forKey: .context)
    } else {
      let only = try HealthMonitor(from: decoder)
      games = [Game(name: nil, monitor: only)]
      context = only.context
    }
    catalog =
      HealthMonitor.catalogKey.flatMap { decoder.userInfo[$0] as? DetectorCatalog }
      ?? .builtIn
  }
}

extension Health {
  /// The word that speaks for several games, or nil where there is none: one that fails counts for
  /// all, one that can't be judged for none.
  public static func worst(_ words: some Sequence<Health>) -> Health? {
    let found = Set(words)
    return [.dead, .sick, .watch, .healthy, .unjudgeable].first(where: found.contains)
  }
}
