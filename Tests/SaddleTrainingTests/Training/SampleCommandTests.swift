// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

/// `saddle sample` through the program, as a user calls it.
@Suite struct SampleCommandTests {
  private func arrays(of yaml: String, in folder: TemporaryFolder) throws -> [Data] {
    try folder.write(yaml, to: "tiny.yaml")
    let trained = try Programs.saddle("train", "tiny.yaml", "--name", "tiny", in: folder.url)
    try #require(trained.status == 0, "\(trained.errors)")
    return try ["a.npy", "b.npy"].map { name in
      let drawn = try Programs.saddle(
        "sample",
        "runs/tiny",
        "--count",
        "70",
        "--to",
        name,
        in: folder.url
      )
      #expect(drawn.status == 0 && drawn.output == "\(name)\n", "\(drawn.errors)")
      return try Data(contentsOf: folder.url.appendingPathComponent(name))
    }
  }

  private func header(_ file: Data) -> String { String(decoding: file.prefix(118), as: UTF8.self) }

  @Test func pointsBecomeOneArrayOfFloats() throws {
    let folder = try TemporaryFolder()
    let files = try arrays(of: TinyRun.yaml, in: folder)
    #expect(files[0] == files[1])
    #expect(header(files[0]).contains("'<f4'") && header(files[0]).contains("(70, 2,)"))
    #expect(files[0].count == 128 + 70 * 2 * 4)
  }

  @Test func picturesBecomeOneArrayOfBytes() throws {
    let folder = try TemporaryFolder()
    let pixels = (0..<(8 * 8 * 8 * 3)).map { UInt8(truncatingIfNeeded: $0) }
    try Data(IDXFileTests.idx([8, 8, 8, 3], content: pixels))
      .write(to: folder.url.appendingPathComponent("colours"))
    let yaml = """
      data: {source: idx, path: colours, size: 8, channels: 3, heldOut: 0}
      generator: {architecture: dcgan, latentSize: 4, width: 2}
      discriminator: {architecture: dcgan, width: 2}
      training: {steps: 2, batchSize: 4}
      """
    let files = try arrays(of: yaml, in: folder)
    #expect(files[0] == files[1])
    #expect(header(files[0]).contains("'|u1'") && header(files[0]).contains("(70, 8, 8, 3,)"))
    #expect(files[0].count == 128 + 70 * 8 * 8 * 3)
  }
}
