// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleHealth
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// A loss that no list of Saddle's knows: all that is known of it stands in its own file.
private struct StrangersLoss: NamedLoss {
  static let objective = Objective(
    "stranger",
    formula: "D: relu(2 - r) + f^2, G: -f",
    aliases: ["odd"],
    decisionBoundary: 0.5
  )

  func discriminatorLoss(real: Scores, fake: Scores) throws(TensorError) -> Tensor {
    try (2 - real.tensor).relu() + fake.tensor.square()
  }

  func generatorLoss(real: Scores?, fake: Scores) throws(TensorError) -> Tensor {
    try -fake.tensor
  }
}

/// One body for every loss of the catalog, and published numbers where there are some; that each is its
/// formula is what `ObjectiveFormulaTests` holds.
@Suite struct AdversarialLossTests {
  @Test func aStrangersLossIsOneFile() throws {
    #expect(StrangersLoss.name == ObjectiveName(rawValue: "stranger"))
    #expect(StrangersLoss.decisionBoundary == 0.5)
    #expect(Unconditional(Unconditional.Rules(loss: StrangersLoss())).decisionBoundary == 0.5)
  }

  /// The names that configurations know are those of the catalog, and what is none has nothing known.
  @Test func namesAreMadeFromTheCatalog() {
    #expect(ObjectiveName.allCases.map(\.rawValue) == Objective.all.map(\.id).sorted(by: order))
    #expect(Set(ObjectiveName.allCases).count == LossCatalog.all.count)
    let unknown = ObjectiveName(rawValue: "nothing")
    #expect(unknown.summary.isEmpty && LossCatalog.make(unknown) == nil)
  }

  private func order(_ one: String, _ other: String) -> Bool {
    let names = LossCatalog.all.map { $0.name.rawValue }
    return (names.firstIndex(of: one) ?? .max) < (names.firstIndex(of: other) ?? .max)
  }

  /// real (-5, 1.4, 12.5, 2.7), fake (10, 4.4, -5.5, 3.6): tensorflow/gan@bc369b7's fixture; values
  /// from the formulas by `losses` of `Scripts/reference_values.py`.
  static let goldens: [ObjectiveName: (discriminator: Double, generator: Double)] = [
    .nonSaturating: (5.83386589, 1.38582088),
    .saturating: (5.83386589, -4.51082088),
    .leastSquares: (41.73375, 17.69625),
    .wasserstein: (0.225, -3.125),
    .hinge: (6.75, -3.125),
    .relativisticPaired: (4.8224353869, 4.5974353870),
    // The reference halves the sum of both means; here they are added.
    .relativisticAverage: (2 * 2.6060065159, 2 * 2.3810065159),
    .relativisticAverageLeastSquares: (2 * 36.5465625, 2 * 35.6465625),
    // By hand: means 2.9 and 3.125.
    .relativisticAverageHinge: (6.39375, 5.1625),
  ]
  static let real = [-5.0, 1.4, 12.5, 2.7]
  static let fake = [10.0, 4.4, -5.5, 3.6]

  private func loss(_ type: any AdversarialLoss.Type) -> any AdversarialLoss { type.init() }

  @Test(arguments: goldens.keys.sorted { $0.rawValue < $1.rawValue })
  func matchesTheGoldens(_ name: ObjectiveName) throws {
    let type = try #require(LossCatalog.all.first { $0.name == name })
    let golden = try #require(Self.goldens[name])
    let real = try Scores(Tensor(Self.real))
    let fake = try Scores(Tensor(Self.fake))
    let d = try type.init().discriminatorLoss(real: real, fake: fake)
    let g = try type.init().generatorLoss(real: real, fake: fake)
    #expect(try d.shape == [4])
    #expect(try g.shape == [4])
    #expect(abs(try d.mean().item() - golden.discriminator) < 5e-9)
    #expect(abs(try g.mean().item() - golden.generator) < 5e-9)
  }

  @Test(arguments: LossCatalog.all.indices)
  func gradientsMatchFiniteDifferences(_ index: Int) throws {
    let loss = LossCatalog.all[index].init()
    let h = 1e-6
    func value(_ real: [Double], _ fake: [Double]) throws -> (Double, Double) {
      let real = try Scores(Tensor(real))
      let fake = try Scores(Tensor(fake))
      return (
        try loss.discriminatorLoss(real: real, fake: fake).mean().item(),
        try loss.generatorLoss(real: real, fake: fake).mean().item()
      )
    }
    let leaf = try Tensor(Self.fake).requiringGrad()
    let real = try Scores(Tensor(Self.real))
    let d = try grad([loss.discriminatorLoss(real: real, fake: Scores(leaf)).mean()], [leaf])[0]
    let g = try grad([loss.generatorLoss(real: real, fake: Scores(leaf)).mean()], [leaf])[0]
    let (dGradient, gGradient): ([Double], [Double]) = (try d.array(), try g.array())
    for position in Self.fake.indices {
      var (up, down) = (Self.fake, Self.fake)
      up[position] += h
      down[position] -= h
      let (high, low) = (try value(Self.real, up), try value(Self.real, down))
      // Central differences of a smooth function: error h^2 f'''/6, rounding 1e-16 * |f| / h.
      #expect(abs((high.0 - low.0) / (2 * h) - dGradient[position]) < 1e-8)
      #expect(abs((high.1 - low.1) / (2 * h) - gGradient[position]) < 1e-8)
    }
  }

  @Test(arguments: LossCatalog.all.indices)
  func isPerSampleForBatchesOfOneAndPatches(_ index: Int) throws {
    let loss = LossCatalog.all[index].init()
    let real = try Tensor(Self.real)
    let fake = try Tensor(Self.fake)
    let whole: [Double] = try loss.discriminatorLoss(real: Scores(real), fake: Scores(fake)).array()
    let one: [Double] = try loss.discriminatorLoss(
      real: Scores(real.narrowed(3, length: 1)),
      fake: Scores(fake.narrowed(3, length: 1))
    ).array()
    // What has means of the batch in its formula looks at all of it: one sample is another batch.
    let isOfBatch = LossCatalog.all[index].objective.formula.contains("mean(")
    #expect((one == [whole[3]]) != isOfBatch)
    let patches = try loss.discriminatorLoss(
      real: Scores(real.reshaped(2, 1, 2)),
      fake: Scores(fake.reshaped(2, 1, 2))
    )
    #expect(try patches.shape == [2, 2])
    #expect(try patches.array(of: Double.self) == whole)
  }

  /// Label smoothing 0.25 of tensorflow/gan@bc369b7 is a target of 0.875.
  @Test func smoothedLabelsMatchTheGolden() throws {
    let loss = try #require(LossCatalog.make(.nonSaturating, labelSmoothing: 0.125))
    let d = try loss.discriminatorLoss(
      real: Scores(Tensor(Self.real)),
      fake: Scores(Tensor(Self.fake))
    )
    #expect(abs(try d.mean().item() - 6.19637) < 5e-6)
    #expect(LossCatalog.make(.wasserstein, labelSmoothing: 0.1) == nil)
    let squares = try #require(LossCatalog.make(.leastSquares, labelSmoothing: 0.1))
    let atTarget = try squares.discriminatorLoss(
      real: Scores(Tensor([0.9])),
      fake: Scores(Tensor([0.0]))
    )
    #expect(abs(try atTarget.item()) < 1e-12)
  }

  /// ESRGAN's relativistic average loss, as sums: tensorflow/gan@bc369b7.
  @Test func relativisticAverageMatchesESRGAN() throws {
    let real = try Scores(Tensor([-2.0, 0.4, 12.5, 2.7]))
    let fake = try Scores(Tensor(Self.fake))
    let loss = RelativisticAverageLoss()
    #expect(abs(try loss.discriminatorLoss(real: real, fake: fake).mean().item() - 4.390114) < 1e-6)
    #expect(abs(try loss.generatorLoss(real: real, fake: fake).mean().item() - 4.9401135) < 1e-6)
  }

  @Test func relativisticLossesReadOnlyDifferences() throws {
    for type in LossCatalog.all where type.generatorReadsReal {
      let loss = type.init()
      func values(_ shift: Double) throws -> [Double] {
        let real = try Scores(Tensor(Self.real.map { $0 + shift }))
        let fake = try Scores(Tensor(Self.fake.map { $0 + shift }))
        return [
          try loss.discriminatorLoss(real: real, fake: fake).mean().item(),
          try loss.generatorLoss(real: real, fake: fake).mean().item(),
        ]
      }
      for (moved, still) in zip(try values(7), try values(0)) {
        #expect(abs(moved - still) < 1e-9, "\(type.name)")
      }
      #expect(throws: TensorError.self) {
        try loss.generatorLoss(real: nil, fake: Scores(Tensor(Self.fake)))
      }
    }
  }

  /// Levels at which nobody can tell real from fake are what the monitor is told.
  @Test func idealLevelsAreThoseOfEqualScores() throws {
    for type in LossCatalog.all {
      let level = type.name.health.decisionBoundary ?? 0
      let scores = try Scores(Tensor([level, level]))
      let d: Double = try type.init().discriminatorLoss(real: scores, fake: scores).mean().item()
      let g: Double = try type.init().generatorLoss(real: scores, fake: scores).mean().item()
      if let ideal = type.name.health.idealDiscriminatorLoss {
        #expect(abs(d - ideal) < 1e-12, "\(type.name)")
      }
      if let ideal = type.name.health.idealGeneratorLoss {
        #expect(abs(g - ideal) < 1e-12, "\(type.name)")
      }
    }
  }

  @Test func scalarsAreRefusedAsScores() throws {
    let error = #expect(throws: TensorError.self) { try Scores(Tensor(1.0)) }
    #expect(error?.kind == .invalidArgument)
  }

  @Test func stayFiniteFarFromTheBoundary() throws {
    for type in LossCatalog.all {
      let real = try Scores(Tensor([-1e4, 1e4]))
      let fake = try Scores(Tensor([1e4, -1e4]))
      let d = try type.init().discriminatorLoss(real: real, fake: fake).sum().item()
      let g = try type.init().generatorLoss(real: real, fake: fake).sum().item()
      #expect(d.isFinite && g.isFinite, "\(type.name)")
    }
  }
}
