// SPDX-License-Identifier: Apache-2.0

import Foundation
public import SaddleHealth

/// What is known of a run beside its numbers: declared, printed, in files beside the log, from the
/// code base that wrote it.
///
/// ```swift
/// import SaddleHealth
/// import SaddleRuns
///
/// let reader = try RunReader("their-run")
/// let around = Surroundings("their-run", reader.recognition)
/// var monitor = RunMonitor(context: around.context)
/// ```
public struct Surroundings: Sendable {
  /// What a monitor should know.
  public var context: RunContext
  /// What stands in words beside the log; it belongs behind the last observation.
  public var facts: [RunFact] = []
  /// What was read and where, one sentence each.
  public var notes: [String] = []

  /// Looks around the run at `path`, whose log was recognized.
  public init(_ path: String, _ recognition: Recognition) {
    context = DeclaredContext.read(path) ?? RunContext()
    context.valuesAreSmoothed = context.valuesAreSmoothed || recognition.valuesAreSmoothed
    context.readsWords = recognition.holdsWords
    context.recordedBest = Self.recordedBest(path)
    let base = CodeBase.of(recognition)
    readOptions(path, recognition, base)
    if context.objective == nil, context.readObjective == nil {
      context.readObjective = base?.judgment
    }
    if let base, let task = base.task, context.task == nil {
      context.task = TaskKind(task, source: "the columns are \(base.title)'s")
    }
    facts = FilesBeside.facts(path, log: recognition.files.map(\.path))
  }

  /// Looks around a run whose log is not recognized yet.
  public init(beside path: String) {
    self.init(path, Recognition(path: path, format: "", title: ""))
  }

  /// The best evaluation that the record of the run at `path` (its folder, or a file in it) names.
  private static func recordedBest(_ path: String) -> Diagnosis.Best? {
    guard let folder = FilePath.place(of: path),
      let best = try? RunRecord.read(RunDirectory(folder).record).best
    else { return nil }
    return Signal(rawValue: best.metric).map {
      Diagnosis.Best(step: best.step, metric: $0, value: best.value)
    }
  }

  private mutating func readOptions(
    _ path: String,
    _ recognition: Recognition,
    _ base: CodeBase?
  ) {
    var lists = OptionSearch.beside(path)
    if RecordFiles.include(format: recognition.format), context.settings == nil {
      lists += EventOptions.read(recognition.files.map(\.path))
    }
    if let log = recognition.files.first?.path, recognition.holdsWords,
      let head = try? FileChunks.head(log, limit: LogProbe.headBytes),
      let printed = OptionSearch.printed(head)
    {
      lists.append(printed)
    }
    // What the log prints is what ran; files come before it.
    var settings: RunSettings?
    for found in lists.map(\.settings) where !found.isEmpty {
      notes.append("options: \(found.entries.count) read from \(found.source)")
      settings = settings?.overridden(by: found) ?? found
    }
    if let precision = base?.precision, settings?.text(.precision) == nil {
      settings =
        settings ?? RunSettings(source: "the defaults of \(base?.title ?? "the code base")")
      settings?.set(.precision, precision, named: "precision")
    }
    guard let settings else { return }
    if context.settings == nil { context.settings = settings }
    context.earlierSession = FormerRun.session(of: path, settings)
    context.take(settings, unit: recognition.stepUnit)
    takeObjective(settings, base)
    takeTask(lists, settings)
  }

  private mutating func takeObjective(_ settings: RunSettings, _ base: CodeBase?) {
    guard let name = settings.text(.objective), let objective = Objective.named(name) else {
      return
    }
    context.readObjective = ObjectiveJudgment(
      name: objective,
      known: .options,
      confidence: 0.97,
      discriminatorLossScale: base?.scale(of: objective) ?? 1,
      reason: "\(settings.name(of: .objective)) says so in \(settings.source)."
    )
  }

  private mutating func takeTask(_ lists: [OptionList], _ settings: RunSettings) {
    if let kind = settings.text(.classCondition), context.task == nil {
      context.task = TaskKind(
        .classConditional,
        source: "\(settings.name(of: .classCondition)) is \(kind)"
      )
    }
    for list in lists {
      guard let model = list["model"] ?? list["model_type"],
        let task = Self.tasks.first(where: { model.lowercased().contains($0.key) })?.value
      else { continue }
      context.task = TaskKind(task, source: "model is \(model) in \(list.source)")
    }
  }

  private static let tasks: KeyValuePairs<String, TaskKind.Name> = [
    "cycle_gan": .unpaired, "cut": .unpaired, "pix2pix": .paired, "colorization": .paired,
    "esrgan": .superResolution, "srgan": .superResolution, "srmodel": .superResolution,
    "vqgan": .tokenizer, "vqmodel": .tokenizer, "autoencoderkl": .tokenizer,
    "hifigan": .vocoder, "vits": .vocoder, "ctgan": .tabular,
  ]
}

extension RunSettings {
  /// The settings with another source's in front.
  func overridden(by other: RunSettings) -> RunSettings {
    var result = self
    for (key, entry) in other.entries {
      result.set(SettingKey(rawValue: key), entry.value, named: entry.name)
    }
    if source != other.source { result.source = "\(source) and \(other.source)" }
    return result
  }
}

extension RunContext {
  /// Fills in what settings tell and nothing else did.
  mutating func take(_ settings: RunSettings, unit: StepUnit) {
    generatorLearningRate = generatorLearningRate ?? settings.number(.generatorRate)
    discriminatorLearningRate = discriminatorLearningRate ?? settings.number(.discriminatorRate)
    batchSize = batchSize ?? settings.count(.batchSize)
    discriminatorSteps = discriminatorSteps ?? settings.count(.discriminatorSteps)
    discriminatorStart = discriminatorStart ?? settings.count(.discriminatorStart)
    if lazyRegularizationInterval == 1, let interval = settings.count(.r1Interval) {
      lazyRegularizationInterval = interval
    }
    let planned: SettingKey? =
      switch unit {
      case .step: .steps
      case .epoch: .epochs
      case .kimg: .kimg
      case .batch, .images, .row: nil
      }
    expectedSteps = expectedSteps ?? planned.flatMap(settings.count)
    let penalties: [(SettingKey, Measure)] = [
      (.r1, .r1), (.r2, .r2), (.gradientPenalty, .gradientPenalty),
      (.weightClipping, .weightClipping), (.leCam, .lecam), (.labelSmoothing, .labelSmoothing),
    ]
    for (key, measure) in penalties {
      if let weight = settings.number(key), weight > 0, measures[measure] == nil {
        measures[measure] = weight
      }
    }
    if settings.flag(.spectralNorm) == true, measures[.spectralNormalization] == nil {
      measures[.spectralNormalization] = .some(nil)
    }
  }
}

extension RunSettings {
  /// A whole number from 1 to 2^53.
  fileprivate func count(_ key: SettingKey) -> Int? {
    number(key).flatMap { Steps.whole($0) }.flatMap { $0 >= 1 ? $0 : nil }
  }
}
