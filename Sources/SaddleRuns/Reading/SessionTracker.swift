// SPDX-License-Identifier: Apache-2.0

import SaddleHealth

/// Follows the sessions of a log: where one ends, another begins, and what the former one reached.
///
/// It sees what a later session supersedes, too: that is what a resumed run is compared with.
struct SessionTracker: Sendable {
  private var session: RunSession?
  private var recent: [Double] = []
  private var resumes = false

  /// Notes words of a resume: the next session goes on from something.
  mutating func note(_ facts: [RunFact]) {
    if facts.contains(where: { $0.kind == .resumed }) { resumes = true }
  }

  /// Takes in a row of training; returns the session that it ends, where it begins another.
  mutating func take(step: Int, isMarked: Bool) -> RunSession? {
    defer { resumes = false }
    guard var before = session else {
      session = RunSession(firstStep: step, lastStep: step, count: 1)
      return nil
    }
    guard step < before.lastStep || isMarked && before.count > 0 else {
      session?.lastStep = step
      session?.count += 1
      return nil
    }
    before.last = median.map { Number($0) }
    // A counter that goes on, or goes back a little, is that of the same training.
    let middle = (Double(before.firstStep) + Double(before.lastStep)) / 2
    before.isContinued = resumes || Double(step) > middle
    session = RunSession(firstStep: step, lastStep: step, count: 1)
    recent = []
    return before
  }

  /// The session as it stands, with nothing to follow.
  func finish() -> RunSession? {
    var result = session
    result?.last = median.map { Number($0) }
    return result
  }

  /// Takes in a value of a sample metric.
  mutating func take(_ metric: Signal, _ value: Double, step: Int) {
    guard metric.countsAsMetric(value, features: nil), session != nil || value > 0 else { return }
    if session == nil { session = RunSession(firstStep: step, lastStep: step, count: 0) }
    if let known = session?.metric, known != metric {
      guard rank(metric) < rank(known) else { return }
      session?.best = nil
      recent = []
    }
    session?.metric = metric
    recent = recent.suffix(2) + [value]
    let best = session?.best?.value
    if best.map({ metric.lowerIsBetter ? value < $0 : value > $0 }) ?? true {
      session?.best = Number(value)
      session?.bestStep = step
    }
  }

  private var median: Double? {
    recent.isEmpty ? nil : recent.sorted()[recent.count / 2]
  }

  private func rank(_ metric: Signal) -> Int {
    MetricBook.ranking.firstIndex(of: metric) ?? MetricBook.ranking.count
  }
}
