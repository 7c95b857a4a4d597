// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleRuns
import SaddleTesting
import Testing

@Suite struct PictureImportTests {
  @Test func picturesOfAnEventFileAreCopiedIntoTheRun() throws {
    let folder = TemporaryFolder.root
      .appendingPathComponent("saddle-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
    do {
      let file = try EventFileWriter(path: folder + "/events.out.tfevents.1", clock: { 1 })
      for step in 1...3 {
        try file.append(Observation(step: step, [.lossGenerator: 0.7, .lossDiscriminator: 1.4]))
      }
      try file.image("fake", png: png, width: 1, height: 1, step: 2)
      try file.image("../real", png: png + [4], width: 1, height: 1, step: 2)
      try file.image("fake", png: [0xFF, 0xD8], width: 1, height: 1, step: 3)
      try file.synchronize()
    }
    let run = folder + "/run"
    let written = try RunConversion.write(RunReader(folder + "/events.out.tfevents.1"), to: run)
    #expect(written.pictures == 2)
    #expect(written.picturesLeftOut == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: run + "/samples").sorted()
    #expect(names == ["2----real.png", "2.png"])
    #expect(FileManager.default.contents(atPath: run + "/samples/2.png") == Data(png))
  }
}
