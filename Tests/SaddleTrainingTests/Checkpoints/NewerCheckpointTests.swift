// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleRuns
import SaddleTesting
import Testing

@testable import SaddleTraining

/// A checkpoint of a newer Saddle is refused with words, and neither guessed at nor passed over.
@Suite struct NewerCheckpointTests {
  private let folder: TemporaryFolder
  private let run: RunDirectory

  init() throws {
    folder = try TinyRun.programFolder()
    run = RunDirectory(folder.url.path + "/runs/tiny")
    let trainer = try Trainer(
      configuration: TinyRun.configuration(["training.steps=10"]),
      run: run
    )
    _ = try trainer.train()
  }

  /// Gives a file of the newest set another layout, its sums made right.
  private func age(_ name: String, layout: Int = 99) throws {
    let set = run.checkpoints + "/10/"
    func read(_ name: String) throws -> [String: Any] {
      let data = try Data(contentsOf: URL(fileURLWithPath: set + name))
      let json = data.prefix { $0 != 0x0A }
      return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    }
    var manifest = try read("manifest.json")
    if name == "state.json" {
      var state = try read(name)
      state["format"] = layout
      let data = try JSONSerialization.data(withJSONObject: state, options: .sortedKeys)
      try data.write(to: URL(fileURLWithPath: set + name))
      let files = try #require(manifest["files"] as? [[String: Any]])
      manifest["files"] = files.map { entry in
        guard entry["name"] as? String == name else { return entry }
        return ["name": name, "bytes": data.count, "crc32c": Int(checksum(data))]
      }
    } else {
      manifest["format"] = layout
      manifest["files"] = "written in another way"
    }
    var body = try JSONSerialization.data(withJSONObject: manifest, options: .sortedKeys)
    body += Data("\ncrc32c \(String(checksum(body), radix: 16))\n".utf8)
    try body.write(to: URL(fileURLWithPath: set + "manifest.json"))
  }

  private func train(_ arguments: String) throws -> Outcome {
    try Programs.shell("\"$SADDLE\" train \(arguments) -q", in: folder, program: "saddle-engine")
  }

  @Test(arguments: ["manifest.json", "state.json"])
  func isRefusedWithWords(name: String) throws {
    try age(name)
    let found = try train("--resume runs/tiny --steps 20")
    #expect(found.status == 1, "\(found.errors)")
    #expect(found.errors.contains("checkpoint 10 is of layout 99"), "\(found.errors)")
    #expect(found.errors.contains("newer Saddle"), "\(found.errors)")
    let store = CheckpointStore(folder: run.checkpoints, keep: 1)
    #expect(store.steps() == [5, 10])
    // Whoever names the one before has decided.
    let earlier = try train("--resume runs/tiny --checkpoint 5 --steps 20")
    #expect(earlier.status == 0, "\(earlier.errors)")
  }

  @Test func samplingRefusesItToo() throws {
    try age("manifest.json")
    let found = try Programs.shell("\"$SADDLE\" sample runs/tiny", in: folder)
    #expect(found.status == 1 && found.errors.contains("layout 99"), "\(found.errors)")
  }

  @Test func rotationLeavesIt() throws {
    try age("manifest.json")
    let store = CheckpointStore(folder: run.checkpoints, keep: 1)
    for step in [3, 4] {
      try store.save(step: step) { writer in try writer.write(Data([1]), as: "weights") }
    }
    // It is none of those that are to be kept: the newest that is ours stays beside it, and the one
    // that was just saved.
    #expect(store.steps() == [4, 5, 10])
  }

  @Test func aLayoutThatNeverWasIsDamage() throws {
    try age("manifest.json", layout: 0)
    let store = CheckpointStore(folder: run.checkpoints, keep: 1)
    var layouts: [Int?] = []
    #expect(try store.newestIntact { layouts.append($0.newerLayout) } == 5)
    #expect(layouts == [nil])
  }
}
