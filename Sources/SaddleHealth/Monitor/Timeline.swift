// SPDX-License-Identifier: Apache-2.0

/// Resumes and sudden changes of learning rate or augmentation: context, not faults.
struct Timeline: Codable, Sendable, Equatable {
  /// What it reads.
  static let signals = SignalSet([
    .learningRateGenerator, .learningRateDiscriminator,
  ])
  /// Events that are kept; a log of hundreds of sessions is summed up.
  private static let capacity = 32

  private(set) var events: [Diagnosis.Event] = []
  /// All events, kept or not.
  private(set) var count = 0
  /// Sudden changes of a learning rate so far.
  private(set) var rateChanges = 0
  /// The last of them in words.
  private(set) var lastRateChange = ""
  private var rates: [Signal: Double] = [:]

  mutating func resume(from old: Int, to new: Int) {
    append(.init(step: new, kind: .resume, detail: "The step counter went back from \(old)."))
  }

  /// Compares the learning rates with the last ones; returns whether one leapt by 1.5 x or more.
  ///
  /// A smooth schedule moves in small steps and raises no event.
  mutating func takeRates(_ run: RunView) -> Bool {
    var leapt = false
    for signal in [Signal.learningRateGenerator, .learningRateDiscriminator] {
      guard let rate = run.value(signal), rate.isFinite, rate >= 0 else { continue }
      if let old = rates[signal], old != rate, rate > old * 1.5 || rate < old / 1.5 {
        let side = signal == .learningRateGenerator ? "generator" : "discriminator"
        lastRateChange = "The \(side)'s learning rate went from \(old.text) to \(rate.text)."
        rateChanges += 1
        append(.init(step: run.step, kind: .learningRate, detail: lastRateChange))
        leapt = true
      }
      rates[signal] = rate
    }
    return leapt
  }

  private mutating func append(_ event: Diagnosis.Event) {
    count += 1
    if events.count < Self.capacity { events.append(event) }
  }
}
