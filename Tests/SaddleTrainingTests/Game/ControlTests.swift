// SPDX-License-Identifier: Apache-2.0

import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

/// What may change in a running game has the configuration's keys, and no others.
@Suite struct ControlTests {
  /// Configurations in which, together, everything that can be scheduled is on: each key of a
  /// regularizer that works alone by itself, so that a new one needs no line here.
  static let sets: [[String]] =
    [
      [
        "training.lookahead.every=5", "optimizer.generator.gradientClip.norm=1",
        "optimizer.discriminator.gradientClip.norm=1", "regularizers.gradientPenalty.weight=1",
      ],
      [
        "optimizer.generator.gradientClip.value=1", "optimizer.discriminator.gradientClip.value=1",
        "ema.halfLifeImages=500", "ema.decay=null", "ema.rampUp=0.05",
      ],
      [
        "training.updates=consensus", "optimizer.generator.gradientClip.adaptive=1",
        "optimizer.discriminator.gradientClip.adaptive=1",
      ],
    ]
    + Configuration.schedulable.filter {
      $0.hasPrefix("regularizers.") && !ofImages.contains($0)
        && Configuration().idleness(of: $0) == nil
    }
    .map { ["\($0)=0.5"] }

  /// Keys that need images.
  private static let ofImages: Set<String> = [
    "augmentation.probability", "regularizers.consistency.real", "regularizers.consistency.fake",
  ]

  @Test func keysThatCanBeScheduledAndControlsAreTheSame() throws {
    var found: Set<String> = []
    for set in Self.sets {
      let hasR1 = set.contains { $0.hasPrefix("regularizers.r1.") }
      let given = (hasR1 ? [] : ["regularizers.r1.gamma=0"]) + set
      let keys = try TrainingSetup(TinyRun.configuration(given)).game.controls.map(\.key)
      #expect(Set(keys).count == keys.count, "each key once")
      found.formUnion(keys)
    }
    var noise = Configuration()
    noise.regularizers.consistency.real = 1
    found.formUnion(Paired().controls.map(\.key))
    let images = Unconditional(Unconditional.Rules(loss: NonSaturatingLoss()))
    images.rules.regularizers = noise.makeRegularizers()
    images.rules.transforms = [Augmentation([ColorJitter()], probability: 0.5)]
    found.formUnion(images.controls.map(\.key))
    #expect(found == Set(Configuration.schedulable))
    #expect(Self.ofImages.isSubset(of: found))
  }

  @Test func settingOneReachesWhatItNames() throws {
    let setup = try TrainingSetup(TinyRun.configuration(["regularizers.labelSmoothing=0.1"]))
    func set(_ key: String, _ value: Double) throws {
      try #require(setup.game.controls.first { $0.key == key }).value = value
    }
    try set("optimizer.generator.learningRate", 0.5)
    try set("regularizers.r1.gamma", 7)
    try set("ema.decay", 0.25)
    try set("regularizers.labelSmoothing", 0)
    #expect(try setup.generator.optimizer.learningRate == 0.5)
    #expect(try setup.unconditional.rules.regularizers.first?.weight == 7)
    #expect(try setup.generator.average?.settings.decay == 0.25)
    // Without smoothing the loss at a score of 0 is twice the logarithm of 2.
    let zero = try Scores(Tensor([0.0]))
    let loss = try setup.unconditional.rules.loss.discriminatorLoss(real: zero, fake: zero)
    let value: Double = try loss.item()
    #expect(abs(value - 2 * 0.6931471805599453) < 1e-12)
  }
}
