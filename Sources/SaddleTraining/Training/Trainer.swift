// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleGAN
import SaddleHealth
import SaddleImage
public import SaddleRuns
import SaddleSettings
import SaddleTorch

/// Trains one run: plays the game, watches it, writes what the run directory promises.
///
/// The same configuration, seed, machine and thread count give the same bytes, whether the run was
/// interrupted or not. It belongs to the thread that made it.
///
/// ```swift
/// import SaddleRuns
/// import SaddleTraining
///
/// let mine = try Configuration.read(yaml: "training: {steps: 20}", file: "mine.yaml").configuration
/// let trainer = try Trainer(configuration: mine, run: RunDirectory("runs/mine"))
/// let outcome = try trainer.train { event in
///   if case .finding(let finding) = event { print(finding.summary) }
/// }
/// ```
public final class Trainer {
  /// The configuration in force: the resolved one with what the autopilot changed.
  public internal(set) var configuration: Configuration
  /// The run's folder.
  public let run: RunDirectory
  /// Steps made so far.
  public var step: Int { setup.game.step }

  /// How the run stands by its monitor, as of the last finding or record; nil where nobody watches.
  public internal(set) var standing: RunStanding?

  /// What networks and data looked like before training; nil where nobody looked.
  public let architecture: ArchitectureReport?

  /// The configuration that was given.
  let base: Configuration
  var setup: TrainingSetup
  let store: CheckpointStore
  var journal: RunJournal
  /// Repairs the run; nil where it doesn't look and no weight is searched.
  var pilot: Autopilot?
  /// Looks for a weight; nil where none is asked for.
  var search: WeightSearch?
  let ledger: InterventionLedger
  /// Whether the monitor had something to say at the last step.
  var hasNews = false
  /// Whether the number that ended the run stands in its journals.
  var hasTold = false
  /// The first value of the last evaluation.
  var lastMeasured: MeasuredValue?
  let clock: () -> Double
  let evaluator: (any SampleEvaluator)?
  var monitor: RunMonitor?
  /// What is known of the run beside its log.
  var context: RunContext
  var best: BestEvaluation?
  /// What schedules go by beside the step.
  var schedules = ScheduleState()
  /// What was seen since the last record of scalars.
  var unlogged = UnloggedValues()
  /// The step whose evaluation is still to be made.
  var pending: PendingStep?
  private let lock: RunLock
  private var runRecord: RunRecord
  /// The step that was saved last and is done; nil where that is none.
  var lastSaved: Int?

  /// Creates a new run, or opens one at a checkpoint.
  ///
  /// - Parameters:
  ///   - configuration: Complete and valid.
  ///   - run: The folder; a new run creates it.
  ///   - checkpoint: The step of an intact checkpoint to go on from; nil starts afresh.
  ///   - parent: The run whose advice this one follows, for its record.
  ///   - evaluator: Measures images where the configuration asks for it; nil takes `TrainingEvaluator`.
  ///   - clock: Seconds since 1970.
  /// - Throws: `ConfigurationError`, `ArchitectureError` where a step can't fit the memory,
  ///   `FileError`, `TensorError`, `DataError`, `CheckpointStore.Damage` or `CheckpointMismatch`.
  public convenience init(
    configuration: Configuration,
    run: RunDirectory,
    from checkpoint: Int? = nil,
    parent: String? = nil,
    evaluator: (any SampleEvaluator)? = nil,
    clock: @escaping () -> Double = Trainer.now
  ) throws {
    try self.init(
      TrainingSetup(configuration),
      run: run,
      from: checkpoint,
      parent: parent,
      evaluator: evaluator,
      clock: clock
    )
  }

  /// Creates a run of what is built already, of a task that no configuration names, say.
  init(
    _ given: TrainingSetup,
    run: RunDirectory,
    from checkpoint: Int? = nil,
    parent: String? = nil,
    evaluator: (any SampleEvaluator)? = nil,
    clock: @escaping () -> Double = Trainer.now
  ) throws {
    base = given.configuration
    self.run = run
    self.clock = clock
    store = CheckpointStore(folder: run.checkpoints, keep: base.checkpoints.keep)
    let origin = checkpoint == nil ? RunOrigin(of: run) : nil
    pilot = try Self.pilot(base, store, from: checkpoint, origin: origin)
    search = Self.search(base)
    let changes = pilot?.inForce ?? []
    let setup = try given.changed(by: changes)
    let configuration = setup.configuration
    self.configuration = configuration
    let evaluator = evaluator ?? TrainingEvaluator(configuration)
    self.evaluator = evaluator
    self.setup = setup
    try setup.checkSchedules()
    try Self.open(evaluator, for: setup)
    architecture = try given.inspect()
    if let finding = architecture?.blocking, finding.symptom == .memoryShortage {
      // Before there is a run: the kernel would end it without a word.
      throw ArchitectureError(finding: finding)
    }
    try run.create()
    lock = try RunLock(run)
    store.sweep()
    for folder in [run.path, run.samples] { AtomicFile.sweep(folder) }
    context = RunContext(configuration, setup: setup)
    context.architectureFindings = architecture?.findings
    if configuration.monitor.enabled {
      monitor = RunMonitor(context: context, games: setup.game.games)
    }
    var mark: RunJournal.Mark?
    var ledgerBytes: Int?
    if let checkpoint {
      let state = try setup.restore(
        from: store,
        step: checkpoint,
        takesNew: pilot?.hasActed ?? false
      )
      mark = state.journal
      ledgerBytes = state.ledgerBytes
      search = state.search ?? search
      best = state.best
      schedules = state.schedules ?? ScheduleState()
      unlogged = state.unlogged ?? UnloggedValues()
      pending = state.pending
      if configuration.monitor.enabled, var stored = state.monitor {
        context.baselinePSNR = stored.context.baselinePSNR
        stored.adopt(context)
        monitor = stored
      }
      lastSaved = state.pending == nil ? checkpoint : nil
    }
    journal = try RunJournal(run, at: mark, clock: clock)
    ledger = try InterventionLedger(run, at: ledgerBytes)
    if mark == nil { try journal.write(configuration.hyperParameters) }
    runRecord = try RunRecord(
      name: (run.path as NSString).lastPathComponent,
      status: .running,
      step: 0,
      steps: configuration.training.steps,
      started: clock(),
      updated: clock(),
      engineVersion: Engine.version,
      programVersion: Program.version,
      seed: UInt64(configuration.seed),
      machine: Machine.description,
      pid: getpid()
    )
    runRecord.parent = parent ?? origin?.parent
    if checkpoint != nil, let earlier = try? RunRecord.read(run.record) {
      runRecord.started = earlier.started
      runRecord.parent = parent ?? earlier.parent
      runRecord.children = earlier.children
    }
    try AtomicFile.write(Data(base.yaml().utf8), to: run.configuration)
    try writeDeclaration()
    if mark == nil {
      for finding in architecture?.findings ?? [] { try journal.write(finding, step: 0) }
      for intervention in origin?.interventions ?? [] {
        try ledger.write(intervention)
        try journal.write(intervention, step: 0)
      }
    }
    try writeRecord(.running)
  }

  /// Seconds since 1970.
  public static func now() -> Double { Date().timeIntervalSince1970 }

  /// Makes a step, or finishes the one whose evaluation was broken off; returns why the run has to
  /// end, if a finding says so.
  func oneStep(
    _ stop: StopRequest?,
    _ report: (TrainingEvent) -> Void
  ) throws -> String? {
    let started = clock()
    if let pending { return try conclude(pending.observations, started, stop, report) }
    setup.applySchedules(step: step + 1, schedules)
    var played = try setup.play()
    if isDue(Self.sampleStatisticsEvery) { try setup.task.observeSamples(&played) }
    // Now: gradients are in no checkpoint, and a step may be concluded by another process.
    if isDue(configuration.logging.histogramsEvery) { try recordHistograms() }
    return try conclude(played, started, stop, report)
  }

  /// Evaluates, watches, records and saves a step that is made.
  private func conclude(
    _ made: [GameObservation],
    _ started: Double,
    _ stop: StopRequest?,
    _ report: (TrainingEvent) -> Void
  ) throws -> String? {
    var games = made
    let isEvaluated = isDue(configuration.evaluation.every)
    if isEvaluated {
      pending = PendingStep(made)
      try evaluate(&games, stop, report)
    }
    pending = nil
    for index in games.indices {
      games[index].observation = games[index].observation.inSinglePrecision
    }
    setup.schedules.follow(
      games.compactMap { $0.observation[.lossDiscriminatorAdversarial] },
      &schedules
    )
    unlogged.take(games)
    let findings = try watch(games, report)
    if isDue(configuration.logging.every) || step == 1 || isEvaluated {
      try log(games, seconds: clock() - started)
    }
    if isDue(configuration.logging.samplesEvery) { try drawSamples(report) }
    report(
      .step(
        StepProgress(
          step: step,
          steps: configuration.training.steps,
          games: games,
          standing: standing
        )
      )
    )
    return ending(findings)
  }

  /// Steps between measurements of what costs more than a scalar: diversity, held-out scores.
  static let sampleStatisticsEvery = 50

  func isDue(_ interval: Int) -> Bool { interval > 0 && step % interval == 0 }

  private func log(_ games: [GameObservation], seconds: Double) throws {
    try journal.write(unlogged.completing(games), seconds: seconds)
    unlogged = UnloggedValues()
    if clock() - runRecord.updated > 2 { try writeRecord(.running) }
  }

  /// Writes how the run stands.
  func writeRecord(_ status: RunRecord.Status, reason: String? = nil) throws {
    runRecord.status = status
    runRecord.reason = reason
    runRecord.step = step
    runRecord.best = best.map { RunRecord.Best($0) }
    standing = monitor.map { RunStanding($0) }
    runRecord.health = standing?.health
    runRecord.updated = clock()
    try runRecord.write(to: run.record)
    try journal.flush()
  }
}
