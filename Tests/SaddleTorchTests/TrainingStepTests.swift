// SPDX-License-Identifier: Apache-2.0
import SaddleTorch
import Testing

/// A tiny GAN, as the trainer drives it.
struct TinyGAN {
  let generator: Sequential
  let discriminator: Sequential
  let generatorOptimizer: Adam
  let discriminatorOptimizer: Adam
  let random: Random

  init(seed: UInt64) throws {
    random = try Random(seed: seed)
    generator = try Sequential([
      Linear(2, 8, using: random), BatchNorm1d(8), ReLU(), Linear(8, 2, using: random),
    ])
    discriminator = try Sequential([
      Linear(2, 8, using: random).spectrallyNormalized(using: random),
      LeakyReLU(slope: 0.2), Linear(8, 1, using: random),
    ])
    generatorOptimizer = try Adam(generator, learningRate: 1e-3, betas: (0, 0.9))
    discriminatorOptimizer = try Adam(discriminator, learningRate: 1e-3, betas: (0, 0.9))
  }

  /// One step with a penalty that needs second derivatives.
  func step() throws {
    let real = try random.normal([16, 2]).requiringGrad()
    let fake = try noGrad { () throws(TensorError) in
      try generator.forward(random.normal([16, 2]), mode: .training)
    }
    try discriminatorOptimizer.zeroGradients()
    let scores = try discriminator.forward(real, mode: .training)
    let gradient = try grad([scores.sum()], [real], createGraph: true)[0]
    let penalty = try gradient.square().sum(1).mean()
    let fakeScores = try discriminator.forward(fake, mode: .training)
    let loss = try (-scores).softplus().mean() + fakeScores.softplus().mean() + penalty * 0.5
    try loss.backward()
    try discriminator.clipGradients(norm: 1)
    try discriminatorOptimizer.step()

    try generatorOptimizer.zeroGradients()
    try discriminator.frozen {
      let samples = try generator.forward(random.normal([16, 2]), mode: .training)
      try (-discriminator.forward(samples, mode: .training)).softplus().mean().backward()
    }
    try generatorOptimizer.step()
    _ = try Tensor.scalars([loss.detach(), penalty.detach(), generator.gradientNorm()])
  }
}

@Suite struct TrainingStepTests {
  @Test func thousandStepsLeaveNoTensorBehind() throws {
    let before = Engine.liveTensorsOfThread
    do {
      let gan = try TinyGAN(seed: 1)
      try gan.step()
      let running = Engine.liveTensorsOfThread
      for step in 0..<1000 {
        try gan.step()
        if step % 10 == 0 {
          // Errors leave nothing behind either.
          #expect(throws: TensorError.self) {
            try gan.generator.forward(gan.random.normal([2, 3]), mode: .training)
          }
          #expect(throws: TensorError.self) { try Tensor.concatenated([]) }
          #expect(throws: TensorError.self) {
            try grad([gan.random.normal([2])], [gan.random.normal([2])], createGraph: true)
          }
        }
      }
      #expect(Engine.liveTensorsOfThread == running)
    }
    #expect(Engine.liveTensorsOfThread == before)
  }

  @Test func sameSeedGivesTheSameBytes() throws {
    var results: [[UInt8]] = []
    for _ in 0..<2 {
      let gan = try TinyGAN(seed: 7)
      for _ in 0..<20 { try gan.step() }
      results.append([UInt8](try SafeTensors.encode(gan.generator.stateDictionary())))
    }
    #expect(results[0] == results[1])
  }

  @Test func restoredStateContinuesBitForBit() throws {
    let straight = try TinyGAN(seed: 3)
    for _ in 0..<12 { try straight.step() }
    let first = try TinyGAN(seed: 3)
    for _ in 0..<5 { try first.step() }
    var saved = StateDictionary()
    saved.merge(try first.generator.stateDictionary(), prefix: "generator.")
    saved.merge(try first.discriminator.stateDictionary(), prefix: "discriminator.")
    saved.merge(first.generatorOptimizer.state(), prefix: "g.")
    saved.merge(first.discriminatorOptimizer.state(), prefix: "d.")
    saved["random"] = try first.random.state
    let file = try SafeTensors.encode(saved)

    let loaded = try SafeTensors.decode(file).tensors
    let second = try TinyGAN(seed: 99)
    try second.generator.load(loaded.removingPrefix("generator."))
    try second.discriminator.load(loaded.removingPrefix("discriminator."))
    try second.generatorOptimizer.load(loaded.removingPrefix("g."))
    try second.discriminatorOptimizer.load(loaded.removingPrefix("d."))
    try second.random.restore(try #require(loaded["random"]))
    for _ in 0..<7 { try second.step() }
    let (a, b) = (
      try SafeTensors.encode(straight.discriminator.stateDictionary()),
      try SafeTensors.encode(second.discriminator.stateDictionary())
    )
    #expect(a == b)
    let (c, d) = (
      try SafeTensors.encode(straight.generator.stateDictionary()),
      try SafeTensors.encode(second.generator.stateDictionary())
    )
    #expect(c == d)
  }
}
