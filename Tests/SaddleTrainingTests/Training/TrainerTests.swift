// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct TrainerTests {
  private func train(
    _ run: RunDirectory,
    _ overrides: [String] = [],
    from checkpoint: Int? = nil,
    events: (TrainingEvent) -> Void = { _ in }
  ) throws {
    // A clock that stands still: what depends on time has the same bytes each time.
    let trainer = try Trainer(
      configuration: TinyRun.configuration(overrides),
      run: run,
      from: checkpoint,
      clock: { 1e9 }
    )
    _ = try trainer.train(report: events)
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let (one, two) = (TinyRun.folder(), TinyRun.folder())
    try train(one)
    try train(two)
    #expect(try TinyRun.files(of: one, step: 60) == TinyRun.files(of: two, step: 60))
    #expect(try TinyRun.events(of: one) == TinyRun.events(of: two))
  }

  @Test(arguments: [5, 35, 55])
  func resumingGivesTheBytesOfAnUninterruptedRun(interrupted: Int) throws {
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    try train(whole)
    try train(parts, ["training.steps=\(interrupted)"])
    try train(parts, from: interrupted)
    #expect(try TinyRun.files(of: whole, step: 60) == TinyRun.files(of: parts, step: 60))
    #expect(try TinyRun.events(of: whole) == TinyRun.events(of: parts))
    // A run without findings has no such file.
    let findings = [whole, parts].map { FileManager.default.contents(atPath: $0.findings) }
    #expect(findings[0] == findings[1])
  }

  @Test func stepsAfterTheCheckpointAreMadeAgainOnce() throws {
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    try train(whole)
    // Journals reach step 40 where the checkpoint is of step 35.
    try train(parts, ["training.steps=40"])
    try FileManager.default.removeItem(atPath: parts.checkpoints + "/40")
    try train(parts, from: 35)
    #expect(try TinyRun.events(of: whole) == TinyRun.events(of: parts))
  }

  /// 45 steps end between two pictures, 40 with one of their own.
  @Test(arguments: [45, 40])
  func goingOnAtTheLastStepKeepsTheLastPicture(steps: Int) throws {
    let run = TinyRun.folder()
    try train(run, ["training.steps=\(steps)"])
    let whole = try TinyRun.events(of: run)
    let pictures = try eventPictures(run)
    #expect(pictures.last == steps)
    try train(run, ["training.steps=\(steps)"], from: steps)
    #expect(try eventPictures(run) == pictures)
    #expect(try TinyRun.events(of: run) == whole)
  }

  /// Killed between the last checkpoint and the record of the last picture, its file there or not.
  @Test(arguments: [true, false])
  func aRunKilledAtItsEndGetsItsLastPicture(isFileThere: Bool) throws {
    let run = TinyRun.folder()
    try train(run, ["training.steps=45"])
    let whole = try TinyRun.events(of: run)
    let store = CheckpointStore(folder: run.checkpoints, keep: 3)
    let state = try JSONDecoder().decode(
      CheckpointState.self,
      from: store.read("state.json", step: 45)
    )
    #expect(state.journal.eventBytes < whole.count)
    try whole.prefix(state.journal.eventBytes).write(to: URL(fileURLWithPath: run.events))
    if !isFileThere { try FileManager.default.removeItem(atPath: run.samples + "/45.png") }
    try train(run, ["training.steps=45"], from: 45)
    #expect(try TinyRun.events(of: run) == whole)
    #expect(FileManager.default.fileExists(atPath: run.samples + "/45.png"))
  }

  @Test func whatAKilledWriteLeftIsSweptAway() throws {
    let run = TinyRun.folder()
    try train(run, ["training.steps=20"])
    // No process has such a number; the first one of the system lives.
    let gone = Int32.max
    let kept = [
      run.path + "/my.partial-notes", run.samples + "/.partial-\(gone)",
      run.samples + "/1.png.partial-1",
    ]
    let swept = [run.samples + "/20.png.partial-\(gone)", run.record + ".partial-\(gone)"]
    for path in kept + swept { try Data([1]).write(to: URL(fileURLWithPath: path)) }
    try train(run, ["training.steps=20"], from: 20)
    for path in kept { #expect(FileManager.default.fileExists(atPath: path), "\(path)") }
    for path in swept { #expect(!FileManager.default.fileExists(atPath: path), "\(path)") }
  }

  /// A file of findings that is shorter than the checkpoint knows was replaced: nothing is added.
  @Test(arguments: [true, false])
  func findingsThatWereCutAreNotGoneOnWith(isThere: Bool) throws {
    let run = TinyRun.folder()
    let changes = ["generator.latentSize=1"]
    try train(run, changes + ["training.steps=40"])
    let whole = try #require(FileManager.default.contents(atPath: run.findings))
    try #require(whole.count > 20)
    try FileManager.default.removeItem(atPath: run.findings)
    if isThere { try whole.prefix(10).write(to: URL(fileURLWithPath: run.findings)) }
    let error = #expect(throws: FileError.self) { try train(run, changes, from: 40) }
    #expect(error?.description.contains("findings.jsonl") == true)
    #expect(error?.description.contains("where the checkpoint has \(whole.count)") == true)
    try whole.write(to: URL(fileURLWithPath: run.findings))
    try train(run, changes, from: 40)
  }

  /// The steps of the pictures in a run's event file.
  private func eventPictures(_ run: RunDirectory) throws -> [Int] {
    let data = try #require(FileManager.default.contents(atPath: run.events))
    let mark = Data([0x89] + Array("PNG".utf8))
    var found: [Int] = []
    var rest = data[...]
    while let place = rest.range(of: mark) {
      rest = rest[place.upperBound...]
      found.append(found.count * 20 + 20)
    }
    // The last one is of the last step, whatever it is.
    let steps = try RunRecord.read(run.record).steps
    return found.map { min($0, steps) }
  }

  @Test func writesWhatTheRunDirectoryPromises() throws {
    let run = TinyRun.folder()
    var events: [String] = []
    try train(run) { event in
      switch event {
      case .samples(let path, _): events.append(path)
      case .checkpoint(_, let step): events.append("checkpoint \(step)")
      case .evaluation(let values, _): events.append("\(values.count) values")
      case .started, .step, .finding, .evaluating, .intervention, .warning: break
      }
    }
    let record = try RunRecord.read(run.record)
    #expect(record.status == .finished)
    #expect(record.step == 60)
    #expect(events.contains(run.samples + "/40.png"))
    #expect(events.contains("checkpoint 55"))
    #expect(events.contains("2 values"))
    let declared = try #require(DeclaredContext.read(run.path))
    #expect(declared.objective == .nonSaturating)
    #expect(declared.measures[.r1] == 0.1)
    #expect(declared.expectedSteps == 60)
    let stored = try Configuration.load(run.configuration).configuration
    #expect(try stored == TinyRun.configuration())
    #expect(CheckpointStore(folder: run.checkpoints, keep: 3).steps().count <= 4)
  }

  @Test func aMonitorOfAnotherVersionStartsAfreshAndTheRestIsKept() throws {
    let run = TinyRun.folder()
    try train(run)
    let data = try #require(
      FileManager.default.contents(atPath: run.checkpoints + "/60/state.json")
    )
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["monitor"] = ["unknown": 1]
    let state = try JSONDecoder().decode(
      CheckpointState.self,
      from: JSONSerialization.data(withJSONObject: object)
    )
    #expect(state.monitor == nil)
    #expect(state.step == 60)
    #expect(state.best != nil)
  }

  @Test func aRunIsTrainedByOneProcessAtATime() throws {
    let run = TinyRun.folder()
    let trainer = try Trainer(configuration: TinyRun.configuration(), run: run)
    #expect(throws: FileError.self) {
      _ = try Trainer(configuration: TinyRun.configuration(), run: run)
    }
    withExtendedLifetime(trainer) {}
  }

  // MARK: - Non-finite numbers

  enum Injection: String, CaseIterable {
    case data, generatorWeight, discriminatorWeight, ema, adamGenerator, adamDiscriminator
  }

  private func poison(_ trainer: Trainer, _ injection: Injection) throws {
    let setup = trainer.setup
    func spoil(_ tensor: Tensor) throws -> Tensor { try tensor.detach() * .nan }
    func spoil(_ network: Module) throws {
      let parameter = network.parameters()[1].parameter
      try parameter.assign(spoil(parameter.tensor))
    }
    func spoil(_ optimizer: Optimizer) throws {
      var state = try optimizer.state().copied()
      if let name = state.names.first, let tensor = state[name] { state[name] = try spoil(tensor) }
      try optimizer.load(state)
    }
    switch injection {
    case .data: setup.data = SpoiltSource(setup.data)
    case .generatorWeight: try spoil(setup.generator.network)
    case .discriminatorWeight: try spoil(setup.discriminator.network)
    case .ema: try spoil(try #require(setup.generator.average).network)
    case .adamGenerator: try spoil(setup.generator.optimizer)
    case .adamDiscriminator: try spoil(setup.discriminator.optimizer)
    }
  }

  /// The place is named within a step (the average, which training does not read, at the next
  /// checkpoint), and nothing non-finite is ever saved.
  @Test(arguments: Injection.allCases, [3, 20, 41])
  func nonFiniteNumbersStopTheRunAndAreNamed(_ injection: Injection, step: Int) throws {
    let run = TinyRun.folder()
    let trainer = try Trainer(configuration: TinyRun.configuration(), run: run)
    var findings: [Finding] = []
    let error = #expect(throws: NonFinite.self) {
      _ = try trainer.train { event in
        if case .step(let progress) = event, progress.step == step {
          do { try poison(trainer, injection) } catch { Issue.record(error) }
        }
        if case .finding(let finding) = event { findings.append(finding) }
      }
    }
    let found = try #require(error)
    let place: NonFinite.Place =
      switch injection {
      case .data: .data
      case .generatorWeight, .adamGenerator: NonFinite.Place(.generator)
      case .discriminatorWeight, .adamDiscriminator: NonFinite.Place(.discriminator)
      case .ema: .ema
      }
    #expect(found.place == place, "\(found)")
    #expect(found.step - step <= (injection == .ema ? 5 : 2), "\(found)")
    #expect(try RunRecord.read(run.record).status == .failed)
    let store = CheckpointStore(folder: run.checkpoints, keep: 3)
    for saved in store.steps() {
      let setup = try TrainingSetup(TinyRun.configuration())
      _ = try setup.restore(from: store, step: saved)
      #expect(try setup.game.firstNonFinite() == nil)
    }
    if injection != .ema {
      #expect(findings.contains { $0.severity == .critical })
    }
  }
}

/// Gives one NaN in each batch of another source.
private final class SpoiltSource: DataSource {
  private let source: any DataSource

  init(_ source: any DataSource) { self.source = source }

  var name: String { source.name }
  var exampleShape: [Int] { source.exampleShape }
  var exampleCount: Int? { source.exampleCount }
  var classNames: [String]? { source.classNames }
  var fingerprint: String { source.fingerprint }
  var report: DataReport { source.report }
  var position: DataPosition {
    get { source.position }
    set { source.position = newValue }
  }

  func nextBatch(size: Int) throws(DataError) -> Batch {
    var batch = try source.nextBatch(size: size)
    batch.values[batch.values.count / 2] = .nan
    return batch
  }

  func heldOutBatch(size: Int) throws(DataError) -> Batch? { try source.heldOutBatch(size: size) }

  func examples(from start: Int, size: Int) throws(DataError) -> Batch {
    try source.examples(from: start, size: size)
  }
}
