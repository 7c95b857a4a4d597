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
  private var generatorRate: LoggedRate?
  private var discriminatorRate: LoggedRate?

  /// A network's learning rate in the log; nil where it has none.
  func rate(of side: Side) -> LoggedRate? {
    switch side {
    case .generator: generatorRate
    case .discriminator: discriminatorRate
    case .both, .data: nil
    }
  }

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
    let known = isGenerator ? generatorRate : discriminatorRate
    let logged = known?.followed(by: rate) ?? LoggedRate(rate)
    if isGenerator { generatorRate = logged } else { discriminatorRate = logged }
    guard
      let old = known?.present, old != rate, rate > old * 1.5 || rate < old / 1.5
    else { return false }
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

/// The course of a learning rate, as a log has it.
struct LoggedRate: Codable, Sendable, Equatable {
  let present: Double
  /// What the schedule began with or rose to.
  let highest: Double
  private let lowest: Double

  init(_ rate: Double) { (present, highest, lowest) = (rate, rate, rate) }

  private init(present: Double, highest: Double, lowest: Double) {
    (self.present, self.highest, self.lowest) = (present, highest, lowest)
  }

  /// Whether it was the same all the time.
  var isConstant: Bool { lowest == highest }

  func followed(by rate: Double) -> LoggedRate {
    LoggedRate(
      present: rate,
      highest: Swift.max(highest, rate),
      lowest: Swift.min(lowest, rate)
    )
  }
}
