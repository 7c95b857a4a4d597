// SPDX-License-Identifier: Apache-2.0

/// The run so far, as a detector sees it: the present observation and what is remembered.
public struct RunView: Codable, Sendable {
  /// What is known of the run beside its log.
  public internal(set) var context: RunContext
  /// How often the settings were exchanged: a resumed run may have others.
  var settingsRevision = Passing(0)
  /// The objective and how it is known.
  public internal(set) var objective: ObjectiveJudgment
  /// The present step.
  public internal(set) var step = 0
  /// The first step.
  public internal(set) var firstStep = 0
  /// Count of observations, the present one included.
  public internal(set) var count = 0
  /// Signals of the present observation.
  public internal(set) var present = SignalSet()
  /// Signals that were ever observed.
  public internal(set) var known = SignalSet()
  /// Observations since the start, the last resume or the last sudden change of a learning rate.
  public internal(set) var countSinceEvent = 0
  /// The first signal of the present observation that is NaN or infinite.
  public internal(set) var firstNonFinite: Signal?
  /// The course of the samples' diversity.
  public internal(set) var variety = VarietyBook()
  /// Sample metrics.
  public internal(set) var metrics = MetricBook()
  /// What the log says in words.
  public internal(set) var facts = FactBook()
  /// What happened to the run.
  var timeline = Timeline()
  private var inference = ObjectiveInference()
  var derivation: Derivation
  private var values: [Number]
  private var tracks: [Track]
  private var quantities: [Track]
  /// Weight of a value in an average over a window.
  private var rate = 2.0 / 201
  /// Bit per quantity of the present observation.
  private(set) var presentQuantities: UInt32 = 0
  /// Bit per quantity that was ever there.
  private(set) var knownQuantities: UInt32 = 0
  /// Signals whose past is kept: what the detectors declare.
  var remembered: SignalSet

  init(context: RunContext, remembered: SignalSet = SignalSet()) {
    self.context = context
    self.remembered = remembered
    self.objective = ObjectiveJudgment(before: context)
    self.derivation = Derivation(context)
    self.values = Array(repeating: Number(0), count: Signal.count)
    self.tracks = Array(repeating: Track(), count: Signal.count)
    self.quantities = Array(repeating: Track(), count: Quantity.allCases.count)
    self.metrics = MetricBook(deciding: context.decidingMetric)
  }

  /// Whether a stored state has the tables of this version: signals are found by their position.
  var fitsThisVersion: Bool {
    values.count == Signal.count && tracks.count == Signal.count
      && quantities.count == Quantity.allCases.count
  }

  /// The window for averages and persistence, in observations: 200, or 2 % of the run so far
  /// where that is more.
  public var window: Int { Swift.max(200, count / 50) }

  /// The value of a signal at the present observation.
  @inline(__always) public func value(_ signal: Signal) -> Double? {
    present.contains(signal) ? values[signal.index].value : nil
  }

  /// What is remembered of a signal.
  @inline(__always) public func raw(_ signal: Signal) -> Track { tracks[signal.index] }

  /// What is remembered of a quantity.
  @inline(__always) public func track(_ quantity: Quantity) -> Track {
    quantities[quantity.rawValue]
  }

  /// The average of a signal's last 16 values or so, or nil where none is remembered.
  @inline(__always) public func recentRaw(_ signal: Signal) -> Double? {
    let index = signal.index
    return tracks[index].count > 0 ? tracks[index].fast : nil
  }

  /// The average of a quantity's last 16 values or so, or nil where it was never there.
  @inline(__always) public func recent(_ quantity: Quantity) -> Double? {
    let index = quantity.rawValue
    return quantities[index].count > 0 ? quantities[index].fast : nil
  }

  /// A quantity's last finite value; 0 where there was none.
  @inline(__always) public func last(_ quantity: Quantity) -> Double {
    quantities[quantity.rawValue].last
  }

  /// How many finite values there were of a quantity.
  @inline(__always) public func count(_ quantity: Quantity) -> Int {
    quantities[quantity.rawValue].count
  }

  /// Whether a quantity is part of the present observation.
  @inline(__always) public func has(_ quantity: Quantity) -> Bool {
    presentQuantities & quantity.bit != 0
  }

  /// Whether a signal was ever observed.
  @inline(__always) public func knows(_ signal: Signal) -> Bool { known.contains(signal) }

  /// Whether the generator also has something to reproduce (pix2pix, CycleGAN, SRGAN): its
  /// discriminator may win without the samples suffering.
  public var isConditional: Bool {
    context.task?.hasTarget ?? false || known.intersects(Self.conditionalSignals)
  }

  /// Whether each sample has a target of its own beside the discriminator's word: an unpaired task has
  /// none, and who loses that game learns nothing of what samples should look like.
  public var hasPairs: Bool { isConditional && context.task?.name != .unpaired }

  private static let conditionalSignals = SignalSet([
    .lossGeneratorReconstruction, .metricPSNR, .metricSSIM, .metricLPIPS, .metricReconstruction,
  ])

  /// Whether the present observation has a sample metric.
  @inline(__always) var hasMetric: Bool { present.intersects(MetricBook.signals) }

  /// Whether the present observation is the last of a block: of eight.
  @inline(__always) var endsBlock: Bool { count % Track.blockLength == 0 }

  /// Whether it is the last of a stretch of blocks.
  @inline(__always) var endsStretch: Bool { count % Track.stretchLength == 0 }

  // MARK: - Taking in

  /// Takes in an observation; one of words alone doesn't count.
  mutating func take(_ observation: Observation) {
    let isCounted = !observation.values.isEmpty
    if !facts.isEmpty || !observation.facts.isEmpty {
      facts.take(observation, isCounted: isCounted)
    }
    guard isCounted else {
      clearPresent()
      return
    }
    advance(to: observation)
    // The window changes by one in fifty observations.
    if count % Track.stretchLength == 1 { rate = 2 / Double(window + 1) }
    let remembered = remembered
    for (signal, value) in observation.values {
      let index = signal.index
      values[index] = Number(value)
      present.insert(signal)
      if !value.isFinite, firstNonFinite == nil, !signal.isBesideTraining {
        firstNonFinite = signal
      }
      if remembered.contains(signal) { tracks[index].add(value, step: step, rate: rate) }
    }
    known.formUnion(present)
    if present.intersects(MetricBook.signals) {
      for (signal, value) in observation.values where MetricBook.signals.contains(signal) {
        guard signal.countsAsMetric(value, features: context.metricFeatures) else { continue }
        metrics.add(signal, value, step: step)
      }
    }
    takeQuantities(rate: rate)
    if present.intersects(Timeline.signals) { takeRates() }
    if context.objective == nil { infer() }
  }

  /// The discriminator comes into play: what was before is no measure for what follows.
  mutating func startDiscriminator() {
    timeline.startDiscriminator(at: step)
    countSinceEvent = 0
  }

  private mutating func takeRates() {
    for signal in [Signal.learningRateGenerator, .learningRateDiscriminator] {
      if let rate = value(signal), timeline.takeRate(signal, rate, step: step) {
        countSinceEvent = 0
      }
    }
  }

  private mutating func infer() {
    guard presentQuantities & (Quantity.discriminatorLoss.bit | Quantity.generatorLoss.bit) != 0
    else { return }
    let sample = ObjectiveInference.Sample(
      step: step,
      discriminator: has(.discriminatorLoss) ? track(.discriminatorLoss).last : nil,
      generator: has(.generatorLoss) ? track(.generatorLoss).last : nil,
      real: value(.scoresReal),
      fake: value(.scoresFake),
      realHalf: value(.lossDiscriminatorReal),
      fakeHalf: value(.lossDiscriminatorFake),
      present: objective.name
    )
    guard let judgment = inference.take(sample) else { return }
    objective = .choose(read: context.readObjective, values: judgment, inference.arithmetic)
  }

  private mutating func advance(to observation: Observation) {
    if count == 0 { firstStep = observation.step }
    if count > 0, observation.step < step {
      timeline.resume(from: step, to: observation.step)
      countSinceEvent = 0
    }
    count += 1
    countSinceEvent += 1
    step = observation.step
    clearPresent()
  }

  private mutating func clearPresent() {
    present = SignalSet()
    firstNonFinite = nil
    presentQuantities = 0
  }

  /// Whether the log's words were read: then their absence says something.
  var readsWords: Bool { context.readsWords == true || !facts.isEmpty }

  private mutating func takeQuantities(rate: Double) {
    if let loss = deriveDiscriminatorLoss() {
      add(.discriminatorLoss, loss, rate)
      add(.logDiscriminatorLoss, Mathematics.ln(Swift.max(loss, 1e-7)), rate)
    }
    if let loss = deriveGeneratorLoss() { add(.generatorLoss, loss, rate) }
    guard present.intersects(Self.beyondLosses) else { return }
    if let penalty = derivePenalty() { add(.penalty, penalty, rate) }
    let accuracy = deriveAccuracy()
    if let real = accuracy.real { add(.accuracyReal, real, rate) }
    if let fake = accuracy.fake { add(.accuracyFake, fake, rate) }
    if let ratio = deriveDiversity() {
      add(.diversity, ratio, rate)
      variety.add(ratio, step: step)
    }
    if let norm = value(.gradientNormGenerator) {
      add(.logGradientGenerator, Self.decades(norm), rate)
    }
    if let norm = value(.gradientNormDiscriminator) {
      add(.logGradientDiscriminator, Self.decades(norm), rate)
    }
  }

  private static let beyondLosses = SignalSet([
    .penalty, .penaltyGradient, .penaltyR1, .penaltyR2, .accuracy, .accuracyReal, .accuracyFake,
    .signsReal, .signsFake, .diversityReal, .diversityFake, .gradientNormGenerator,
    .gradientNormDiscriminator,
  ])

  private static func decades(_ norm: Double) -> Double {
    norm.isFinite ? Mathematics.ln(Swift.max(norm, 1e-30)) / 2.302585092994046 : norm
  }

  @inline(__always) private mutating func add(
    _ quantity: Quantity,
    _ value: Double,
    _ rate: Double
  ) {
    presentQuantities |= quantity.bit
    knownQuantities |= quantity.bit
    quantities[quantity.rawValue].add(value, step: step, rate: rate)
  }
}
