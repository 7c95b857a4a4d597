// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct CheckpointStoreTests {
  private let folder = TemporaryFolder.root
    .appendingPathComponent("saddle-\(UUID().uuidString)").path
  private let store: CheckpointStore

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = CheckpointStore(folder: folder, keep: 2)
  }

  private func save(_ step: Int, best: Int? = nil) throws {
    try store.save(step: step, best: best) { writer in
      try writer.write(Data("weights of \(step)".utf8), as: "weights")
      try writer.write(Data((0..<200).map { UInt8($0) }), as: "state")
    }
  }

  @Test func keepsTheLastOnesAndTheBest() throws {
    for step in [10, 20, 30, 40] { try save(step, best: 10) }
    #expect(store.steps() == [10, 30, 40])
    #expect(try store.read("weights", step: 40) == Data("weights of 40".utf8))
  }

  @Test func aFailureWhileSavingLeavesOlderSetsAndNothingElse() throws {
    try save(10)
    #expect(throws: FileError.self) {
      try store.save(step: 20) { writer in
        try writer.write(Data([1]), as: "weights")
        throw FileError("write", "weights", code: ENOSPC)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["10"])
  }

  /// At a size for every run; `make chaos` sets the count to 2,000.
  @Test func everyFlippedBitIsNoticed() throws {
    try save(10)
    let count = Int(ProcessInfo.processInfo.environment["SADDLE_CHAOS_FLIPS"] ?? "") ?? 200
    var random = SystemRandomNumberGenerator()
    let files = try FileManager.default.contentsOfDirectory(atPath: store.path(step: 10))
    for _ in 0..<count {
      let path = store.path(step: 10) + "/" + (files.randomElement(using: &random) ?? "")
      let good = try Data(contentsOf: URL(fileURLWithPath: path))
      var bad = good
      let position = Int.random(in: 0..<good.count, using: &random)
      let bit = Int.random(in: 0..<8, using: &random)
      bad[position] ^= 1 << bit
      try bad.write(to: URL(fileURLWithPath: path))
      #expect(throws: CheckpointStore.Damage.self, "\(path) byte \(position) bit \(bit)") {
        try store.verify(step: 10)
      }
      try good.write(to: URL(fileURLWithPath: path))
    }
    try store.verify(step: 10)
  }

  @Test func aDamagedSetIsNamedAndTheOneBeforeUsed() throws {
    try save(10)
    try save(20)
    try Data("weights of 2O".utf8).write(to: URL(fileURLWithPath: folder + "/20/weights"))
    var damages: [CheckpointStore.Damage] = []
    #expect(try store.newestIntact { damages.append($0) } == 10)
    #expect(damages.map(\.step) == [20])
    #expect(damages.first?.description.contains("20/weights") == true)
  }

  private func damage(_ step: Int) throws {
    try Data("wei".utf8).write(to: URL(fileURLWithPath: folder + "/\(step)/weights"))
  }

  @Test func rotationCountsIntactSetsOnly() throws {
    try save(10)
    try save(20)
    try damage(20)
    // Going on from 10 with a single set to keep: each new one stays until the next is there.
    let single = CheckpointStore(folder: folder, keep: 1)
    for step in [12, 14, 16] {
      try single.save(step: step) { writer in try writer.write(Data([1]), as: "weights") }
      #expect(single.steps() == [step, 20])
      #expect(try single.newestIntact { _ in } == step)
    }
  }

  @Test func aSetIsReplacedByOneOfItsStep() throws {
    try save(10)
    try store.save(step: 10) { writer in try writer.write(Data([7]), as: "weights") }
    #expect(try store.read("weights", step: 10) == Data([7]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["10"])
  }

  @Test func aSetThatIsDamagedLaterNoLongerCounts() throws {
    try save(10)
    try save(20)
    try damage(20)
    try save(30)
    #expect(store.steps() == [10, 20, 30])
    try save(40)
    #expect(store.steps() == [30, 40])
  }

  @Test(arguments: ["weights", "manifest.json"])
  func aMissingOrCutFileIsDamage(name: String) throws {
    try save(10)
    let path = folder + "/10/" + name
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in [0, 1, whole.count - 1] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(throws: CheckpointStore.Damage.self) { try store.verify(step: 10) }
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: CheckpointStore.Damage.self) { try store.verify(step: 10) }
  }

  @Test func sweepRemovesWhatAKilledSaveLeft() throws {
    try save(10)
    let partial = folder + "/.partial-20-1"
    try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true)
    store.sweep()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["10"])
  }

  @Test func aManifestThatLeavesItsFolderIsRefused() throws {
    var manifest = CheckpointManifest(step: 1)
    manifest.files = [.init(name: "../../etc/passwd", bytes: 1, crc32c: 0)]
    #expect(CheckpointManifest(decoding: try manifest.encoded()) == nil)
  }
}
