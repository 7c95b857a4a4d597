// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Joins what several growing sources say of the same step, in order of steps.
///
/// A step is handed out when every source has gone beyond it, or when those that haven't were
/// silent for `patience` seconds. A source whose step goes back was restarted: what is waiting is
/// handed out first.
struct StepJoiner {
  static let patience = 2.0
  private static let queueLimit = 10_000

  private var queues: [[GameObservation]]
  private var lastSteps: [Int?]
  private var lastTimes: [Double]

  init(sources: Int) {
    queues = Array(repeating: [], count: sources)
    lastSteps = Array(repeating: nil, count: sources)
    lastTimes = Array(repeating: -.infinity, count: sources)
  }

  /// Waits for a source that was not there before.
  mutating func addSource(now: Double) {
    queues.append([])
    lastSteps.append(nil)
    lastTimes.append(now)
  }

  /// Takes in what a source said; returns what is to be handed out before it.
  mutating func add(_ observations: [GameObservation], source: Int, now: Double)
    -> [GameObservation]
  {
    guard queues.indices.contains(source) else { return observations }
    var released: [GameObservation] = []
    for item in observations {
      if let last = lastSteps[source], item.observation.step < last {
        released += release(upTo: .max)
        lastSteps = lastSteps.map { _ in nil }
      }
      queues[source].append(item)
      lastSteps[source] = item.observation.step
      if queues[source].count >= StepJoiner.queueLimit {
        released += release(upTo: queues[source][queues[source].count / 2].observation.step)
      }
    }
    if !observations.isEmpty { lastTimes[source] = now }
    return released
  }

  /// Returns what is complete at `now`.
  mutating func ready(now: Double) -> [GameObservation] {
    var limit = Int.max
    for source in queues.indices where now - lastTimes[source] < StepJoiner.patience {
      // What a new one begins with may belong to any step that waits.
      guard let last = lastSteps[source] else { return [] }
      // Of its last step a source may have more to say.
      limit = min(limit, last - 1)
    }
    return release(upTo: limit)
  }

  private mutating func release(upTo limit: Int) -> [GameObservation] {
    var result: [GameObservation] = []
    while true {
      let heads = queues.compactMap { $0.first?.observation.step }
      guard let step = heads.min(), step <= limit else { return result }
      var joined = JoinedStep()
      for source in queues.indices {
        let same = queues[source].prefix { $0.observation.step == step }
        for item in same { joined.add(item) }
        queues[source].removeFirst(same.count)
      }
      result += joined.observations
    }
  }
}
