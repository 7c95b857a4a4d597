// SPDX-License-Identifier: Apache-2.0

/// Watches one run: observations in, findings out.
///
/// A value: copy it, store it in a checkpoint (`Codable`) and go on where it was, bit for bit.
/// Memory does not grow with the length of the run.
///
/// ```swift
/// import SaddleHealth
///
/// var monitor = HealthMonitor(context: RunContext(objective: .hinge))
/// for step in 1...1000 {
///   // ... train ...
///   let observation = Observation(step: step, [.lossDiscriminator: 1.4, .lossGenerator: 0.7])
///   for finding in monitor.observe(observation) { print(finding.summary) }
/// }
/// print(monitor.diagnosis().story)
/// ```
public struct HealthMonitor: Sendable {
  private(set) var run: RunView
  private(set) var watches: [Watch]
  /// Whom to ask when: beside the watches, as it is read at each observation.
  private let gates: [Gate]
  /// What is known of the symptoms that are watched for.
  let guides: SymptomGuides

  /// What is known of the run beside its log; a resumed run may have been lengthened.
  public var context: RunContext {
    get { run.context }
    set {
      // Rates and the batch stand outside the settings, too.
      run.settingsRevision.value += 1
      run.context = newValue
    }
  }

  /// The step at which going on was first found not worth it.
  public private(set) var stopAdvisedAt: Int?

  init(run: RunView, watches: [Watch], catalog: DetectorCatalog, stopAdvisedAt: Int? = nil) {
    self.run = run
    self.run.remembered = catalog.remembered
    self.watches = watches
    self.gates = watches.map { Gate($0.info) }
    self.guides = catalog.guides
    self.stopAdvisedAt = stopAdvisedAt
  }

  /// Creates a monitor that has seen nothing.
  ///
  /// - Parameters:
  ///   - context: What is known of the run beside its log.
  ///   - catalog: The detectors to run.
  public init(context: RunContext = RunContext(), catalog: DetectorCatalog = .builtIn) {
    self.init(
      run: RunView(context: context),
      watches: catalog.types.map { Watch($0.init()) },
      catalog: catalog
    )
  }

  /// Takes in the next observation.
  ///
  /// - Parameter observation: What was observed; steps may go back (a resumed run).
  /// - Returns: The findings that began to fire, became more severe or were resolved here.
  /// - Complexity: O(1), without allocation while nothing changes.
  public mutating func observe(_ observation: Observation) -> [Finding] {
    let former = run.facts.begunAnew
    run.take(observation)
    if run.facts.begunAnew != former { stopAdvisedAt = nil }
    let changed = Self.ask(&watches, gates, run, hasValues: !observation.values.isEmpty)
    if stopAdvisedAt == nil, run.hasMetric || !changed.isEmpty {
      if Verdicts.reasonToStop(run, changed, guides) != nil { stopAdvisedAt = run.step }
    }
    return changed.isEmpty ? changed : withRemedies(changed, among: findings)
  }

  /// Asks whoever is to be asked; a function of its own, so that the run is lent, not copied.
  private static func ask(
    _ watches: inout [Watch],
    _ gates: [Gate],
    _ run: RunView,
    hasValues: Bool
  ) -> [Finding] {
    var changed: [Finding] = []
    // A short log has no blocks to spare.
    let isBlock = (run.endsBlock || run.count < Track.stretchLength) && hasValues
    for index in gates.indices where gates[index].opens(run, isBlock: isBlock) {
      if let finding = watches[index].observe(run) { changed.append(finding) }
    }
    return changed
  }

  /// The last step.
  public var step: Int { run.step }

  /// What the run's own monitor found at every step and this one, in a thinned log, never saw.
  var unseenHere: [Finding] {
    let seen = Set(watches.flatMap { $0.findings(run) }.map(\.symptom))
    return (run.context.liveFindings ?? []).filter {
      !seen.contains($0.symptom) && $0.game == run.context.game
    }
  }

  /// Everything that is firing or has been, most serious first; what was found before training, too.
  public var findings: [Finding] {
    let watched = watches.flatMap { $0.findings(run) }
    let firing = Set(watched.filter { $0.state == .firing }.map(\.symptom))
    let earlier = (run.context.architectureFindings ?? []).filter { !firing.contains($0.symptom) }
    let live = unseenHere.filter { finding in !earlier.contains { $0.symptom == finding.symptom } }
    return (watched + earlier + live)
      .sorted { left, right in
        (left.state == .firing ? 0 : 1, -left.severity.weight, left.firstStep)
          < (right.state == .firing ? 0 : 1, -right.severity.weight, right.firstStep)
      }
  }
}

extension Severity {
  var weight: Int {
    switch self {
    case .notice: 0
    case .warning: 1
    case .critical: 2
    }
  }
}
