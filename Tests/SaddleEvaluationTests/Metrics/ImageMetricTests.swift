// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleEvaluation

/// MS-SSIM and SWD.
///
/// Pairs of flat images a, b have `((2 a b + c) / (a^2 + b^2 + c))^0.1333` with `c = (0.01 * 255)^2`;
/// their values, 1, 0.7 and 0, are those of google/compare_gan@19922d3.
@Suite struct ImageMetricTests {
  private func tensor(_ values: [Double], _ size: Int) throws -> Tensor {
    try Tensor(values, shape: [1, 3, size, size])
  }

  /// The published numbers come from PGGAN's program, which computes in 32 bits (tolerance 2e-6);
  /// the others from the same formulas in 64 bits with numpy 2.4 and scipy 1.17.
  @Test func similarityMatchesThePortableFixture() throws {
    let a = Golden.image(3, 5, 11, size: 64)
    let b = Golden.image(3, 4, 13, size: 64)
    let c = Golden.disturbed(a, size: 64)
    let (first, second) = (
      try MultiScaleSimilarity.similarity(tensor(a, 64), tensor(b, 64)),
      try MultiScaleSimilarity.similarity(tensor(a, 64), tensor(c, 64))
    )
    #expect(isNear(first[0], 0.49516909, 2e-6))
    #expect(isNear(second[0], 0.99785217, 2e-6))
    #expect(isNear(first[0], 0.4951679781607, 1e-10))
    #expect(isNear(second[0], 0.9978520468645, 1e-10))
  }

  @Test func similarityOfFlatImagesHasItsClosedForm() throws {
    let flat = try [1.0, 0.7, 0].map { try Tensor.full([1, 3, 64, 64], $0, dtype: .float64) }
    let pairs = [(0, 1, 0.99849159), (0, 2, 0.98111214), (1, 2, 0.99036231)]
    for (a, b, expected) in pairs {
      let found = try MultiScaleSimilarity.similarity(flat[a], flat[b])
      #expect(isNear(found[0], expected, 1e-7))
    }
  }

  @Test func smallImagesAreRefusedByName() throws {
    let small = try Tensor.zeros([2, 1, 8, 8])
    let error = #expect(throws: EvaluationError.self) {
      try MultiScaleSimilarity.similarity(small, small)
    }
    #expect(error?.message.contains("16 pixels") == true)
  }

  @Test func collapsedImagesAreMoreAlikeThanDiverseOnes() throws {
    let noise = try Random(seed: 1).uniform([20, 1, 28, 28], low: 0, high: 255)
    var (real, fake) = (SampleSet(count: 20), SampleSet(count: 20))
    real.images = noise
    fake.images = try noise.narrowed(0, length: 1).repeated([20, 1, 1, 1])
    let result = try MultiScaleSimilarity().measure(MetricInput(real: real, fake: fake))
    #expect(isNear(result.value, 1, 1e-9))
    #expect(result.warnings.count == 1)
  }

  @Test func pyramidPutsBackWhatItTookApart() throws {
    let flat = try Tensor.full([1, 1, 33, 32], 7)
    let restored = try Pyramid.up(Pyramid.down(flat), like: flat)
    #expect(try (restored - flat).abs().max().item() < 1e-4)
    #expect(Pyramid.sizes(height: 64, width: 64) == [64, 32, 16])
  }

  @Test func slicedDistanceOfASetToItselfIsSmallAndToAnotherIsNot() throws {
    let random = try Random(seed: 5)
    let smooth = { () throws -> Tensor in
      try random.uniform([64, 1, 4, 4], low: 0, high: 255).resized(height: 32, width: 32)
    }
    var (real, same, noise) = (SampleSet(count: 64), SampleSet(count: 64), SampleSet(count: 64))
    (real.images, same.images) = (try smooth(), try smooth())
    noise.images = try random.uniform([64, 1, 32, 32], low: 0, high: 255)
    let near = try SlicedWasserstein().measure(MetricInput(real: real, fake: same))
    let far = try SlicedWasserstein().measure(MetricInput(real: real, fake: noise))
    #expect(near.details.map(\.name) == ["level 32", "level 16"])
    #expect(far.value > 3 * near.value)
  }
}
