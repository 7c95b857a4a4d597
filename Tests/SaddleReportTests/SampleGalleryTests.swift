// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTesting
import Testing

@testable import SaddleReport

/// Which pictures of a run get into a page.
@Suite struct SampleGalleryTests {
  private static func png(_ width: UInt32, _ height: UInt32, bytes: Int = 33) -> Data {
    var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
    data += Data("IHDR".utf8)
    for side in [width, height] { data += withUnsafeBytes(of: side.bigEndian) { Data($0) } }
    return data + Data(count: max(0, bytes - data.count))
  }

  @Test func leavesOutWhatWouldHarmWhoeverOpensThePage() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.path
    func put(_ data: Data, _ name: String) throws {
      try data.write(to: folder.url.appendingPathComponent(name))
    }
    try put(Self.png(64, 64), "1.png")
    try put(Self.png(100_000, 100_000), "2.png")
    try put(Self.png(60_000, 60_000), "3.png")
    try put(Self.png(64, 64, bytes: 3 << 20), "4.png")
    try put(Self.png(0, 64), "5.png")
    try put(Data("secret".utf8), "secret")
    try put(Data("no image".utf8), "12.png")
    try put(Self.png(64, 64), "grid.png")
    symlink("1.png", path + "/6.png")
    symlink("secret", path + "/7.png")
    mkfifo(path + "/8.png", 0o600)
    mkdir(path + "/9.png", 0o700)
    try put(Self.png(4096, 4096), "10.png")
    try put(Data(Self.png(64, 64).prefix(20)), "11.png")
    #expect(SampleGallery.read(path).map(\.step) == [1, 10])
    #expect(SampleGallery.read(path + "/none").isEmpty)
  }

  @Test func choosesFewSamplesWithTheBestAmongThem() {
    let steps = Array(stride(from: 100, through: 10_000, by: 100))
    let chosen = SampleGallery.choose(steps, best: 3_340)
    #expect(chosen.count <= SampleGallery.imageLimit)
    #expect(chosen.isSuperset(of: [100, 3_300, 10_000]))
    #expect(SampleGallery.choose([5, 6], best: nil) == [5, 6])
  }

  @Test func readsThePixelsOfAHeader() {
    #expect(SampleGallery.pixelCount(Self.png(3, 5)) == 15)
    #expect(SampleGallery.pixelCount(Self.png(.max, .max)) == nil)
    #expect(SampleGallery.pixelCount(Data()) == nil)
  }
}
