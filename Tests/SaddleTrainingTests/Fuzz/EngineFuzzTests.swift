// SPDX-License-Identifier: Apache-2.0

import SaddleEngineSamples
import SaddleImage
import SaddleRunsSamples
import SaddleText
import Testing

@testable import SaddleDataSamples

/// Broken pictures, arrays, sets, configurations and checkpoints are refused, and break no promise:
/// the beginning of what `make fuzz-count` reads.
@Suite struct EngineFuzzTests {
  @Test(arguments: (FuzzTarget.data + FuzzTarget.engine).map(\.format))
  func brokenInputsBreakNoPromise(_ format: String) throws {
    let targets = FuzzTarget.data + FuzzTarget.engine
    let target = try #require(targets.first { $0.format == format })
    #expect(!target.seeds.isEmpty && !target.seeds.contains([]) || format == "gz")
    for seed in target.seeds { try target.read(seed) }
    var random = SplitMix64(seed: 7)
    for _ in 0..<200 { try target.read(target.input(using: &random)) }
  }

  /// What fuzzing begins with is read, not refused.
  @Test func picturesToBeginWithAreWhole() throws {
    #expect(PictureSamples.pngs.count == 4 && PictureSamples.jpegs.count == 5)
    for file in PictureSamples.pngs + PictureSamples.jpegs {
      let image = try ImageDecoder.decode(file, limits: ImageLimits(maximumPixels: 100))
      #expect(image.width == 9 && image.height == 7)
    }
    var random = SplitMix64(seed: 1)
    let made = (0..<500).map { _ in PictureSamples.png(&random) }
    let limits = ImageLimits(maximumPixels: 1000)
    let whole = made.count { (try? ImageDecoder.decode($0, limits: limits)) != nil }
    #expect((100..<500).contains(whole), "\(whole) of 500")
  }
}
