// SPDX-License-Identifier: Apache-2.0

/// A NaN or an infinity, in whatever signal of the training: critical at once, never resolved.
///
/// Of a sample metric it is a fault of the evaluation, not of the weights: `BrokenMetric`.
/// Counts of masked non-finite numbers (`non_finite/...`) speak too: some trainers replace NaN
/// gradients by zero and look healthy while they diverge. A few such counts are the business of
/// mixed precision (a warning); sixteen steps of them within a window are not.
struct NonFinite: Detector {
  static let info = DetectorInfo(
    guide: .nonFinite,
    glances: Signal.allCases,
    cadence: .everyObservation,
    hold: .none,
    release: .forever,
    readsFacts: true
  )

  /// Masked steps within a window that are critical.
  static let maskedLimit = 16.0
  private static let counters = SignalSet([
    .nonFiniteGenerator, .nonFiniteDiscriminator, .nonFiniteData,
  ])

  private var signal: Signal?
  private var step = 0
  private var value = Number(0)
  private var masked = 0.0
  private var isFatal = false
  /// What the log says of it, where no number does.
  private var words: RunFact?

  mutating func observe(_ run: RunView) -> Verdict {
    if isFatal { return .present(.critical, confidence: 1) }
    if let found = run.firstNonFinite {
      note(found, run)
      isFatal = true
      return .present(.critical, confidence: 1)
    }
    if signal == nil, !run.facts.isEmpty, let fact = run.facts[.nonFinite].first {
      words = words ?? fact
      isFatal = run.facts[.nonFinite].last?.saysStop ?? false
      return .present(isFatal ? .critical : .warning, confidence: isFatal ? 1 : 0.7)
    }
    guard run.present.intersects(Self.counters) else { return signal == nil ? .clear : .fading }
    masked *= 1 - 1 / Double(run.window)
    for counter in [Signal.nonFiniteData, .nonFiniteGenerator, .nonFiniteDiscriminator] {
      guard let count = run.value(counter), count > 0 else { continue }
      if signal == nil { note(counter, run) }
      masked += 1
      isFatal = masked >= Self.maskedLimit || counter == .nonFiniteData
      return .present(isFatal ? .critical : .warning, confidence: isFatal ? 1 : 0.6)
    }
    return signal == nil ? .clear : .fading
  }

  private mutating func note(_ found: Signal, _ run: RunView) {
    signal = found
    step = run.step
    value = Number(run.value(found) ?? .nan)
  }

  func describe(_ run: RunView) -> Description {
    if signal == nil, let words {
      return Description(
        "The log says that a number is not finite: \(words.words) (\(words.place)).",
        side: .both,
        basis: .losses,
        evidence: words.line.map { [Evidence("line of the log", Double($0))] } ?? [],
        clearedBy: "Nothing that follows: see which tensor it was, and since when.",
        onset: words.step
      )
    }
    let signal = signal ?? .lossGenerator
    let isCounter = Self.counters.contains(signal)
    return Description(
      isCounter
        ? "\(signal.title): \(value.text) at step \(step), masked by the trainer."
        : "\(signal.title) is \(value.text) at step \(step).",
      side: signal.side,
      basis: signal.level,
      evidence: [Evidence("first non-finite value", signal: signal, value.value)],
      clearedBy: "Nothing: weights that have taken in a NaN stay NaN. Go back to a checkpoint.",
      onset: step
    )
  }
}

extension Symptom {
  /// A NaN or an infinity in a loss, a gradient, a weight or the data.
  public static let nonFinite = Symptom("nonFinite")
}

extension SymptomGuide {
  static let nonFinite = SymptomGuide(
    .nonFinite,
    title: "non-finite numbers",
    absence: "All numbers are finite.",
    log: [.lossGenerator, .lossDiscriminator],
    meaning:
      "A NaN or infinity in a loss, gradient, weight or the data. Weights that have taken in one "
      + "stay broken.",
    measurement:
      "The first non-finite value of any signal is critical at once. Counts of numbers that the "
      + "trainer masked are a warning, \(Int(NonFinite.maskedLimit)) steps of them within a window are critical.",
    caveat:
      "Where only words tell of NaN and training goes on it is a warning. A NaN of a sample metric alone "
      + "is a fault of the evaluation: `brokenMetric`.",
    sources: ["Keras TerminateOnNaN; NVlabs/stylegan3 masks NaN gradients by zero"],
    gravity: .fatal,
    causeClass: .dynamics,
    stopAdvice:
      "Weights that have taken in what is no number stay broken; go back to a checkpoint.",
    effects: .allBut([.nonFinite, .divergence, .dataRange, .scheduleEvent, .convergence]),
    remedies: [
      Remedy.findBrokenInput, Remedy.leaveHalfPrecision, Remedy.halveLearningRates,
      Remedy.findBrokenBatch,
      Remedy.clipGradients, Remedy.rollBack,
    ]
  )
}
