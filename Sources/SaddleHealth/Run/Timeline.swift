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
  private var generatorRate: Double?
  private var discriminatorRate: Double?

  mutating func resume(from old: Int, to new: Int) {
    append(.init(step: new, kind: .resume, detail: "The step counter went back from \(old)."))
  }

  mutating func startDiscriminator(at step: Int) {
    append(.init(step: step, kind: .discriminator, detail: "The discriminator has started."))
  }

  /// Compares a learning rate with the last one; returns whether it leapt by 1.5 x or more.
  ///
  /// A smooth schedule moves in small steps and raises no event.
  mutating func takeRate(_ signal: Signal, _ rate: Double, step: Int) -> Bool {
    guard rate.isFinite, rate >= 0 else { return false }
    let isGenerator = signal == .learningRateGenerator
    let old = isGenerator ? generatorRate : discriminatorRate
    if isGenerator { generatorRate = rate } else { discriminatorRate = rate }
    guard let old, old != rate, rate > old * 1.5 || rate < old / 1.5 else { return false }
    let side = isGenerator ? "generator" : "discriminator"
    lastRateChange = "The \(side)'s learning rate went from \(old.text) to \(rate.text)."
    rateChanges += 1
    append(.init(step: step, kind: .learningRate, detail: lastRateChange))
    return true
  }

  private mutating func append(_ event: Diagnosis.Event) {
    count += 1
    if events.count < Self.capacity { events.append(event) }
  }
}
