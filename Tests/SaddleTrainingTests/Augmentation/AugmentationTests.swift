// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct AugmentationTests {
  private func images(_ count: Int = 4, side: Int = 8) throws -> Tensor {
    try Random(seed: 2).normal([count, 3, side, side], dtype: .float64)
  }

  @Test func everyNameHasItsTransform() {
    #expect(Set(TransformCatalog.all.map { type(of: $0).name }) == Set(TransformName.allCases))
    #expect(TransformName.allCases.allSatisfy { !$0.aliases.contains($0.rawValue) })
  }

  @Test(arguments: TransformCatalog.all.indices)
  func keepsShapesAndLetsGradientsThrough(_ index: Int) throws {
    let transform = TransformCatalog.all[index]
    let leaf = try images().requiringGrad()
    let changed = try transform.transformed(leaf, using: Random(seed: 1))
    #expect(try changed.shape == [4, 3, 8, 8])
    let gradient: [Double] = try grad([changed.square().sum()], [leaf])[0].array()
    #expect(gradient.allSatisfy(\.isFinite) && gradient.contains { $0 != 0 })
    let again = try transform.transformed(leaf, using: Random(seed: 1))
    #expect(try changed.array(of: Double.self) == again.array(of: Double.self))
    let differs = try (2..<12).contains { seed in
      let other = try transform.transformed(leaf, using: Random(seed: UInt64(seed)))
      return try changed.array(of: Double.self) != other.array(of: Double.self)
    }
    #expect(differs)
  }

  @Test func translationMovesByWholePixelsAndFillsWithZeros() throws {
    let picture = try Tensor.arange(from: 1, to: 65, dtype: .float64).reshaped(1, 1, 8, 8)
    let start: [Double] = try picture.array()
    for seed in 0..<20 {
      let moved: [Double] = try Translation().transformed(
        picture,
        using: Random(seed: UInt64(seed))
      ).array()
      let found = [-1, 0, 1].flatMap { dy in [-1, 0, 1].map { dx in (dy, dx) } }.filter { dy, dx in
        (0..<64).allSatisfy { pixel in
          let (y, x) = (pixel / 8 + dy, pixel % 8 + dx)
          let wanted = (0..<8).contains(y) && (0..<8).contains(x) ? start[y * 8 + x] : 0
          return moved[pixel] == wanted
        }
      }
      #expect(found.count == 1, "a shift by at most one pixel of eight")
    }
  }

  @Test func cutoutBlanksAtMostAQuarter() throws {
    let ones = try Tensor.ones([50, 1, 8, 8], dtype: .float64)
    let kept: [Double] = try Cutout().transformed(ones, using: Random(seed: 3)).sum(1, 2, 3)
      .array()
    #expect(kept.allSatisfy { (48...60).contains($0) })
    #expect(kept.contains(48))
  }

  @Test func quarterTurnsComeBackAfterFour() throws {
    let picture = try images(64)
    let turned = try QuarterTurns().transformed(picture, using: Random(seed: 5))
    let (before, after): ([Double], [Double]) = (try picture.array(), try turned.array())
    let size = 3 * 64
    for image in 0..<64 {
      let range = image * size..<(image + 1) * size
      #expect(before[range].sorted() == after[range].sorted(), "no pixel is lost")
    }
    #expect(before != after)
  }

  @Test func withoutProbabilityNothingChanges() throws {
    let picture = try images()
    let none = Augmentation(TransformCatalog.all, probability: 0)
    let same = try none.apply(picture, step: 1, using: Random(seed: 1))
    #expect(try same.array(of: Double.self) == picture.array(of: Double.self))
  }

  @Test func probabilityIsPerPicture() throws {
    let picture = try images(400)
    let noisy = Augmentation([PixelNoise()], probability: 0.3)
    let changed = try noisy.apply(picture, step: 1, using: Random(seed: 1))
    let moved: [Double] = try (changed - picture).abs().sum(1, 2, 3).array()
    let share = Double(moved.count { $0 > 0 }) / 400
    // Standard deviation of the share: 0.023.
    #expect(abs(share - 0.3) < 0.08)
  }

  @Test func speedIsInImagesHoweverManyScoresTheyHave() throws {
    for count in [1, 4, 16] {
      let controller = Augmentation.Controller(target: 0.6, interval: 2, speed: 0.064)
      let quick = Augmentation([ColorJitter()], probability: 0, controller: controller)
      quick.observe(realScores: [Float](repeating: 1, count: count), imageCount: 4, step: 2)
      #expect(abs(quick.probability - 0.125) < 1e-12)
    }
  }

  /// Its own remedy, ADA, leaves transforms out where augmentation is said to be there already.
  @Test func consistencyIsNoAugmentation() {
    #expect(ConsistencyRegularization().measure == nil)
  }

  @Test func adaptiveProbabilityNeedsABoundaryAtZero() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try TinyImages.configuration(
        "x",
        [
          "objective=leastSquares", "augmentation.adaptive=true",
          "augmentation.transforms=[translation]",
        ]
      )
    }
    #expect("\(try #require(error))".contains("ADA follows the sign"))
  }

  @Test func adaptiveProbabilityRisesFallsAndStopsAtItsBound() throws {
    let controller = Augmentation.Controller()
    #expect(abs(controller.change(batchSize: 64) - 0.000512) < 1e-12)
    let quick = Augmentation(
      [ColorJitter()],
      probability: 0,
      controller: Augmentation.Controller(target: 0.6, interval: 2, speed: 0.064, maximum: 0.5)
    )
    func feed(_ score: Float, _ steps: ClosedRange<Int>) {
      for step in steps {
        quick.observe(realScores: [score, score, score, score], imageCount: 4, step: step)
      }
    }
    feed(1, 1...1)
    #expect(quick.probability == 0)
    feed(1, 2...2)
    #expect(abs(quick.probability - 0.125) < 1e-12)
    feed(1, 3...40)
    #expect(quick.probability == 0.5)
    feed(-1, 41...100)
    #expect(quick.probability == 0)
    let other = Augmentation([ColorJitter()], probability: 0.2, controller: controller)
    try other.restore(quick.state())
    #expect(other.probability == quick.probability)
  }

  @Test func instanceNoiseFadesOut() throws {
    let noise = InstanceNoise(sigma: 0.4, until: 100)
    #expect(noise.sigma(at: 1) == 0.4)
    #expect(abs(noise.sigma(at: 51) - 0.2) < 1e-12)
    #expect(noise.sigma(at: 101) == 0 && noise.sigma(at: 5000) == 0)
    #expect(InstanceNoise(sigma: 0.4).sigma(at: 5000) == 0.4)
    let picture = try images(200)
    let changed = try noise.apply(picture, step: 1, using: Random(seed: 1))
    #expect(abs(try (changed - picture).flattened().standardDeviation().item() - 0.4) < 0.01)
  }
}
