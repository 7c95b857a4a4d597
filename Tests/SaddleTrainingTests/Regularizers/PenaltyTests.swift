// SPDX-License-Identifier: Apache-2.0

import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// Closed forms of the penalties that RegularizerTests doesn't have.
@Suite struct PenaltyTests {
  /// `D(x) = w . x`.
  final class LinearD: Module {
    let w: Parameter
    init(_ w: [Double]) throws(TensorError) {
      self.w = try Parameter(Tensor(w))
      super.init()
      register(self.w, as: "w")
    }
    override func forward(_ input: Tensor, mode: Mode) throws(TensorError) -> Tensor {
      try (input * w.tensor).sum(1)
    }
  }

  private func batch(
    _ network: Module,
    real: [Double] = [1, 2, -3, 0.5],
    fake: [Double] = [0, -1, 2, 2],
    step: Int = 1
  ) throws -> PenaltyBatch {
    let judge = { (samples: Tensor) throws(TensorError) -> Scores in
      try Scores(network.forward(samples, mode: .training))
    }
    let (real, fake) = (try Tensor(real, shape: [2, 2]), try Tensor(fake, shape: [2, 2]))
    var batch = PenaltyBatch(
      real: real,
      fake: fake,
      realScores: try judge(real),
      fakeScores: try judge(fake),
      discriminate: judge,
      random: try Random(seed: 3)
    )
    batch.network = network
    batch.step = step
    return batch
  }

  @Test func slopesOfALinearDiscriminatorAreTheSameEverywhere() throws {
    let network = try LinearD([3, 4])
    let data = try batch(network)
    // |w| = 5.
    #expect(abs(try #require(try DRAGAN(weight: 2).penalty(data)).item() - 32) < 1e-9)
    let low = GradientPenalty(weight: 1, target: 6, isOneSided: true)
    #expect(try #require(try low.penalty(data)).item() == 0)
    let high = GradientPenalty(weight: 1, target: 2, isOneSided: true)
    #expect(abs(try #require(try high.penalty(data)).item() - 9) < 1e-9)
    // Real scores 11 and -7: mean square 85.
    let drift = GradientPenalty(weight: 1, target: 5, drift: 0.001)
    #expect(abs(try #require(try drift.penalty(data)).item() - 0.085) < 1e-9)
  }

  @Test func slopesOfPacksAreThoseOfTheWholePack() throws {
    let network = try LinearD([3, 4, 0, 12])
    let samples = try Tensor([1.0, 2, -3, 0.5], shape: [2, 2]).requiringGrad()
    let judge = { (samples: Tensor) throws(TensorError) -> Scores in
      try Scores(network.forward(samples.packed(2), mode: .training))
    }
    let scores = try judge(samples)
    let data = PenaltyBatch(
      real: samples,
      fake: samples,
      realScores: scores,
      fakeScores: scores,
      discriminate: judge,
      random: try Random(seed: 1)
    )
    #expect(try scores.tensor.shape == [1])
    #expect(try data.squaredGradientNorms(of: scores, at: samples).array(of: Double.self) == [169])
  }

  @Test func orthogonalRowsCostNothing() throws {
    final class Matrix: Module {
      init(_ values: [Double]) throws(TensorError) {
        super.init()
        register(try Parameter(Tensor(values, shape: [2, 2])), as: "weight")
      }
    }
    let term = OrthogonalRegularization(discriminator: 0.5, generator: 0)
    var data = try batch(LinearD([1, 1]))
    data.network = try Matrix([3, 0, 0, 4])
    #expect(try #require(try term.penalty(data)).item() == 0)
    data.network = try Matrix([1, 2, 3, 4])
    // Rows (1, 2) and (3, 4): their product 11 stands twice off the diagonal.
    #expect(try #require(try term.penalty(data)).item() == 121)
  }

  @Test func leCamMatchesTheGolden() throws {
    let term = try LeCam.term(
      real: Tensor([-5.0, 1.4, 12.5, 2.7]),
      fake: Tensor([10.0, 4.4, -5.5, 3.6]),
      anchors: (real: 1, fake: -1)
    )
    #expect(abs(try term.item() - 60.9875) < 1e-9)
  }

  @Test func leCamAveragesFromItsStartOn() throws {
    let network = try LinearD([1, 0])
    let leCam = LeCam(weight: 1, decay: 0.9, start: 2)
    // Scores are the first coordinates: real 3, -3 (mean 0), fake 0, 2 (mean 1).
    let first: Double = try #require(
      try leCam.penalty(batch(network, real: [3, 0, -3, 0], fake: [0, 0, 2, 0], step: 1))
    ).item()
    #expect(abs(first - 2) < 1e-12)
    // Averages 0.9 * 0 + 0.1 * 5 and 0.9 * 1 - 0.1 * 5.
    let second: Double = try #require(
      try leCam.penalty(batch(network, real: [5, 0, 5, 0], fake: [-5, 0, -5, 0], step: 2))
    ).item()
    #expect(abs(second - (4.6 * 4.6 + 5.5 * 5.5)) < 1e-9)
  }

  @Test func modeSeekingMatchesTheGolden() throws {
    let term = try ModeSeeking.term(samples: Tensor([0.5]), latents: Tensor([2.0]))
    #expect(abs(try term.item() - 3.99984001) < 1e-8)
  }

  @Test func equalBatchesHaveTheLeastDeterminantalTerm() throws {
    let random = try Random(seed: 4)
    let real = try random.normal([6, 10], dtype: .float64)
    let other = try random.normal([6, 10], dtype: .float64)
    let same: Double = try DeterminantalDiversity.term(real: real, fake: real).item()
    let different: Double = try DeterminantalDiversity.term(real: real, fake: other).item()
    // All collapsed onto one sample.
    let one = try real.narrowed(0, length: 1).repeated([6, 1]) + other * 1e-3
    let collapsed: Double = try DeterminantalDiversity.term(real: real, fake: one).item()
    #expect(same < different && different < collapsed)
  }

  /// Points in the plane have a kernel of rank 2, and a collapsed batch one of rank 1.
  @Test func determinantalGradientsAreFiniteForEqualEigenvalues() throws {
    let random = try Random(seed: 5)
    let real = try random.normal([32, 2])
    for spread in [1.0, 1e-3, 0] {
      let fake = try (real.narrowed(0, length: 1) + random.normal([32, 2]) * spread)
        .requiringGrad()
      let slope = try grad([DeterminantalDiversity.term(real: real, fake: fake)], [fake])[0]
      let values: [Float] = try slope.array()
      #expect(values.allSatisfy { $0.isFinite && abs($0) < 1e3 }, "\(spread)")
    }
  }

  /// With eigenvalues far apart the gradient is the difference quotient.
  @Test func determinantalGradientIsThatOfTheTerm() throws {
    let random = try Random(seed: 6)
    let real = try random.normal([4, 6], dtype: .float64)
    let start = try random.normal([4, 6], dtype: .float64)
    let way = try random.normal([4, 6], dtype: .float64)
    func term(_ at: Double) throws -> Double {
      try DeterminantalDiversity.term(real: real, fake: start + way * at).item()
    }
    let fake = try start.requiringGrad()
    let slope = try grad([DeterminantalDiversity.term(real: real, fake: fake)], [fake])[0]
    let found: Double = try (slope * way).sum().item()
    let wanted = (try term(1e-5) - term(-1e-5)) / 2e-5
    // The slack takes a millionth of a gap as large as the largest eigenvalue.
    #expect(abs(found - wanted) < 2e-3 * max(1, abs(wanted)))
  }

  @Test func adaptiveClippingBoundsEachUnit() throws {
    final class Matrix: Module {
      let weight: Parameter
      override init() {
        guard
          let weight = try? Parameter(Tensor([3.0, 4, 0.6, 0.8], shape: [2, 2]))
        else { preconditionFailure("a 2x2 matrix can be made") }
        self.weight = weight
        super.init()
        register(weight, as: "weight")
      }
    }
    let network = Matrix()
    try network.weight.setGradient(Tensor([30.0, 40, 0.003, 0.004], shape: [2, 2]))
    try network.clipGradients(adaptive: 0.1)
    let clipped: [Double] = try #require(try network.weight.gradient).array()
    // Bounds 0.5 and 0.1: the first unit's gradient of norm 50 is cut, the second's of 0.005 not.
    for (found, wanted) in zip(clipped, [0.3, 0.4, 0.003, 0.004]) {
      #expect(abs(found - wanted) < 1e-9)
    }
  }

  /// What configurations can switch on: each alone, with each objective, for a few steps.
  static let measures = [
    "regularizers.r1.gamma=0.1", "regularizers.r2.gamma=0.1",
    "regularizers.gradientPenalty.weight=0.1", "regularizers.gradientPenalty.oneSided=true",
    "regularizers.dragan.weight=0.1", "regularizers.weightClipping.bound=0.1",
    "regularizers.orthogonal.discriminator=0.001", "regularizers.orthogonal.generator=0.001",
    "regularizers.instanceNoise.sigma=0.1", "regularizers.latentConsistency.discriminator=1",
    "regularizers.latentConsistency.generator=0.5", "regularizers.leCam.weight=0.1",
    "regularizers.modeSeeking.weight=0.1", "regularizers.determinantalDiversity.weight=0.0001",
    "regularizers.pathLength.weight=0.1", "regularizers.historicalAveraging.weight=0.1",
    "discriminator.packing=4", "training.topK=0.5", "discriminator.spectralNorm=true",
    "optimizer.discriminator.gradientClip.adaptive=0.1",
  ]

  @Test(arguments: measures)
  func everyMeasureTrainsWithEveryObjective(_ measure: String) throws {
    for objective in ObjectiveName.allCases {
      let setup = try TrainingSetup(
        TinyRun.configuration(["objective=\(objective.rawValue)", measure])
      )
      for _ in 0..<3 {
        let observation = try setup.play()[0].observation
        #expect(observation[.lossDiscriminator]?.isFinite == true)
        #expect(observation[.lossGenerator]?.isFinite == true)
      }
    }
  }

  /// A measure that remembers something goes on after a resume as if nothing had happened.
  @Test(arguments: [
    "regularizers.leCam.weight=0.1", "regularizers.pathLength.weight=0.1",
    "regularizers.historicalAveraging.weight=0.1", "regularizers.instanceNoise.sigma=0.1",
  ])
  func statesAreResumedExactly(_ measure: String) throws {
    let (whole, resumed) = try TinyRun.wholeAndResumed(
      [measure, "evaluation.every=0", "logging.samplesEvery=0"]
    )
    #expect(whole == resumed)
  }

  @Test(arguments: [
    (
      [
        "objective=wasserstein", "regularizers.weightClipping.bound=0.01",
        "regularizers.labelSmoothing=0.1",
      ], "no label to smooth"
    ),
    (["discriminator.packing=3"], "doesn't divide training.batchSize 16; allowed: 1, 2, 4, 8, 16"),
    (["augmentation.transforms=[color]"], "is points"),
    (["regularizers.consistency.real=10"], "is points"),
    (["discriminator.packing=2", "training.topK=0.5"], "packs of them"),
    (["regularizers.gradientPenalty.drift=0.001"], "part of the gradient penalty"),
    (["regularizers.dragan.weight=1", "regularizers.gradientPenalty.weight=1"], "same slope"),
  ])
  func whatCannotBeCombinedIsRefusedWithTheReason(_ set: [String], _ reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try TinyRun.configuration(set) }
    #expect("\(try #require(error))".contains(reason))
  }

  @Test(arguments: ["alternating", "alternatingGeneratorFirst"])
  func diversityIsInTheGeneratorsStepWhoeverIsFirst(_ updates: String) throws {
    func gradients(_ weight: Double) throws -> [Float] {
      let setup = try TrainingSetup(
        TinyRun.configuration([
          "training.updates=\(updates)", "regularizers.determinantalDiversity.weight=\(weight)",
        ])
      )
      _ = try setup.play()
      return try setup.generator.network.gradientNorms().array()
    }
    #expect(try gradients(0) != gradients(1))
  }

  @Test func draganBoundsTheSlopeOfWasserstein() throws {
    func warnings(_ weight: Int) throws -> [String] {
      try Configuration.read(
        yaml: TinyRun.yaml,
        file: "tiny.yaml",
        overrides: [
          "objective=wasserstein", "regularizers.r1.gamma=0",
          "regularizers.dragan.weight=\(weight)",
        ]
      ).warnings.map(\.message)
    }
    #expect(try warnings(0).contains { $0.contains("bounded slope") })
    #expect(try !warnings(10).contains { $0.contains("bounded slope") })
  }
}
