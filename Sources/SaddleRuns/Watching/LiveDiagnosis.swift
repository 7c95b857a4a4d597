// SPDX-License-Identifier: Apache-2.0

public import SaddleHealth

/// What a watcher knows of a run: monitors fed with observations, and findings told once.
///
/// ```swift
/// import SaddleHealth
/// import SaddleRuns
///
/// var diagnosis = LiveDiagnosis(context: RunContext(objective: .hinge))
/// let batch = try LiveRun("runs/mine").poll(now: 0)
/// for news in diagnosis.take(batch, now: 0, isHistory: true) { print(news.finding.summary) }
/// print(diagnosis.monitor.health)
/// ```
public struct LiveDiagnosis: Sendable {
  /// A finding that was made, became more severe or was resolved.
  public struct News: Sendable {
    /// The finding.
    public var finding: Finding
    /// Whether it comes from what was there before the watching began.
    public var isHistory: Bool
  }

  /// What was seen of one game; runs with one discriminator have one.
  public struct Game: Sendable {
    /// The last value of each signal, in the order of their first appearance.
    public fileprivate(set) var latest: [(signal: Signal, value: Double)] = []
    /// The last step.
    public fileprivate(set) var step = 0
  }

  /// The games by name; the empty name where there is one.
  public private(set) var games: [String: Game] = [:]
  /// What watches them.
  public private(set) var monitor: RunMonitor
  /// Observations that were taken in.
  public private(set) var observationCount = 0
  /// How often the step went back: restarts of the trainer.
  public private(set) var restarts = 0
  /// The last step of any game.
  public private(set) var step: Int?
  /// The clock's time of the last observation.
  public private(set) var lastTime: Double?

  /// What is known of the run beside its log; holds for what is read from then on.
  public var context: RunContext {
    get { monitor.context }
    set { monitor.context = newValue }
  }
  private var told: [Key: String] = [:]
  private var pace = Pace()

  /// How the run ended, as far as its silence tells: nothing came for far longer than ever before.
  ///
  /// - Parameter now: The time on the clock that `lastTime` is on.
  public func silence(now: Double) -> RunEnding? { pace.silence(now: now, step: step) }

  private struct Key: Hashable {
    var game: String
    var symptom: Symptom
    var side: Side
  }

  /// Creates one that has seen nothing; `context`: what is known of the run beside its log.
  public init(context: RunContext = RunContext()) {
    monitor = RunMonitor(context: context)
  }

  /// Takes in what was read.
  ///
  /// - Parameters:
  ///   - batch: From `LiveRun` or `LivePipe`.
  ///   - now: The time on the clock that `lastTime` is on.
  ///   - isHistory: Whether it was there before the watching began.
  /// - Returns: The news. After the log was read anew with a better understanding only what is
  ///   different from what was told before.
  public mutating func take(_ batch: LiveRun.Batch, now: Double, isHistory: Bool) -> [News] {
    if batch.isRebuilt {
      games = [:]
      monitor = RunMonitor(context: context)
      observationCount = 0
      restarts = 0
      step = nil
    }
    var news: [News] = []
    for item in batch.observations {
      for finding in take(item) where isNew(finding, game: item.game ?? "") {
        news.append(News(finding: finding, isHistory: isHistory))
      }
    }
    if !batch.observations.isEmpty {
      lastTime = now
      // What was there before came at once.
      if !isHistory { pace.take(now) }
    }
    return news
  }

  /// Findings that are firing, most serious first.
  public var firing: [Finding] {
    monitor.games.sorted { ($0.name ?? "") < ($1.name ?? "") }
      .flatMap(\.monitor.findings)
      .filter { $0.state == .firing }
      .sorted { $0.severity > $1.severity }
  }

  /// The health in one word: the worst of the games.
  public var health: Health { monitor.health }

  private mutating func take(_ item: GameObservation) -> [Finding] {
    let name = item.game ?? ""
    let now = item.observation.step
    if let before = games[name]?.step, let seen = step, now < before, before <= seen {
      restarts += 1
    }
    step = now
    observationCount += 1
    games[name, default: Game()].note(item.observation)
    return monitor.observe(item)
  }

  /// Whether this was not told before: the same alarm in the same state and severity was.
  private mutating func isNew(_ finding: Finding, game: String) -> Bool {
    let key = Key(game: game, symptom: finding.symptom, side: finding.side)
    let state = "\(finding.state.rawValue) \(finding.severity.rawValue) \(finding.firstStep)"
    if told[key] == state { return false }
    let isFirst = told[key] == nil
    told[key] = state
    return !(isFirst && finding.state == .resolved)
  }
}

extension LiveDiagnosis.Game {
  fileprivate mutating func note(_ observation: Observation) {
    step = observation.step
    for (signal, value) in observation.values {
      if let index = latest.firstIndex(where: { $0.signal == signal }) {
        latest[index].value = value
      } else {
        latest.append((signal, value))
      }
    }
  }
}
