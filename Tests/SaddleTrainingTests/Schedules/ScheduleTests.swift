// SPDX-License-Identifier: Apache-2.0

import SaddleRuns
import SaddleTorch
import Testing

@testable import SaddleData
@testable import SaddleGAN
@testable import SaddleSettings
@testable import SaddleTraining

@Suite struct ScheduleTests {
  private func values(_ line: String, start: Double, steps: [Int]) throws -> [Double] {
    let schedule = try Schedule(line)
    return steps.map { schedule.value(from: start, step: $0, steps: 100) }
  }

  @Test func goesFromTheConfiguredValueToTheEnd() throws {
    #expect(
      try values("a.b linear to 1 from 10 until 20", start: 3, steps: [1, 11, 16, 21, 90])
        == [3, 3, 2, 1, 1]
    )
    #expect(try values("a.b linear", start: 4, steps: [1, 51, 101]) == [4, 2, 0])
    for (found, wanted) in zip(
      try values("a.b cosine until 100", start: 2, steps: [1, 51, 101]),
      [2.0, 1, 0]
    ) { #expect(abs(found - wanted) < 1e-12) }
    for (found, wanted) in zip(
      try values("a.b exponential to 0.01 until 100", start: 1, steps: [1, 51, 101]),
      [1, 0.1, 0.01]
    ) { #expect(abs(found - wanted) < 1e-12) }
    #expect(try values("a.b linear to 1 from 50% until 75%", start: 3, steps: [51, 76]) == [3, 1])
    let half = try Schedule("a.b linear to 1 from 50%")
    #expect([10, 1000].map { half.value(from: 3, step: $0 / 2 + 1, steps: $0) } == [3, 3])
    #expect(try values("a.b constant warmUp 4", start: 8, steps: [1, 2, 4, 9]) == [2, 4, 8, 8])
  }

  @Test func plateauFallsWhenNothingImproves() throws {
    var state = ScheduleState()
    for improved in [true, false, false, true, false, false, false, false] {
      state.observe(improved: improved, patience: 3)
    }
    #expect(state.waiting == 1 && state.drops == 1 && state.unimproved == 4)
    let schedule = try Schedule("a plateau factor 0.1 to 0.001")
    #expect(abs(schedule.value(from: 1, step: 5, steps: 9, drops: 2) - 0.01) < 1e-12)
    #expect(schedule.value(from: 1, step: 5, steps: 9, drops: 8) == 0.001)
  }

  @Test(arguments: [
    ("[optimizer.generator.learningRat linear]", "did you mean optimizer.generator.learningRate"),
    ("[generator.width linear]", "decides how the run is built"),
    ("[optimizer.*.learningRate sideways]", "expected a key, one of constant, linear"),
    ("[optimizer.*.learningRate linear to]", "has no value"),
    ("[optimizer.*.learningRate linear to -1]", "out of range"),
    ("[optimizer.*.learningRate linear from 50 until 40]", "must come after"),
    ("[optimizer.*.learningRate linear from 60]", "beyond training.steps 60"),
    ("[optimizer.*.learningRate linear until x]", "expected a number"),
    ("[optimizer.*.learningRate linear from 120%]", "a share such as 50%"),
    ("[optimizer.*.learningRate linear from 60% until 40%]", "must come after"),
    ("[optimizer.*.learningRate linear, optimizer.generator.learningRate cosine]", "two schedules"),
    ("[regularizers.r2.gamma linear to 1]", "nothing to schedule"),
    ("[paired.reconstruction linear to 1]", "task is unconditional"),
    ("[optimizer.*.learningRate exponential]", "above 0"),
    ("[optimizer.*.learningRate linear to 0 from 50% until 10]", "must come after"),
    ("[optimizer.*.learningRate linear from 100%]", "nothing would change"),
    ("[optimizer.*.learningRate plateau from 10]", "from has no effect on plateau"),
    ("[optimizer.*.learningRate constant to 1]", "allowed: warmUp"),
    ("[optimizer.*.learningRate linear patience 2]", "allowed: to, from, until, warmUp"),
    (
      "[optimizer.generator.learningRate plateau patience 3, "
        + "optimizer.discriminator.learningRate plateau patience 10]", "the same patience"
    ),
    ("[training.consensus linear to 1]", "training.updates is alternating"),
    ("[training.lookahead.alpha linear to 1]", "training.lookahead.every is 0"),
    ("[regularizers.gradientPenalty.target linear to 0.5]", "gradientPenalty.weight is 0"),
    ("[regularizers.weightClipping.bound linear to 0]", "a bound above 0"),
    ("[augmentation.probability linear to 0.5]", "augmentation.transforms is empty"),
  ])
  func whatCannotBeIsRefused(_ lines: String, _ reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try TinyRun.configuration(["schedules=\(lines)"])
    }
    #expect("\(try #require(error))".contains(reason))
  }

  @Test func whatTheOptimizerDoesNotHaveIsRefusedAndWhatOneOfBothHasIsNot() throws {
    let sgd = "optimizer.generator.kind=sgd"
    let error = #expect(throws: ConfigurationError.self) {
      try TinyRun.configuration([sgd, "schedules=[optimizer.generator.beta1 linear to 0.5]"])
    }
    #expect("\(try #require(error))".contains("the optimizer is sgd"))
    _ = try TinyRun.configuration([sgd, "schedules=[optimizer.*.beta1 linear to 0.5]"])
  }

  @Test func theValueStaysUntilTheChangeBeginsWhateverItsEnd() throws {
    #expect(
      try values("a.b linear to 0 from 50% until 6", start: 3, steps: [1, 50, 51]) == [3, 3, 0]
    )
  }

  /// Both places of a recipe may fall on one step where the run is short.
  @Test func sharesFitTheShortestRun() throws {
    let line = "optimizer.*.learningRate linear to 0 from 50% until 60%"
    _ = try TinyRun.configuration(["training.steps=2", "schedules=[\(line)]"])
  }

  @Test func survivesTheResolvedFile() throws {
    let lines = ["optimizer.*.learningRate linear to 0 from 20", "regularizers.r1.gamma cosine"]
    let configuration = try TinyRun.configuration(["schedules=[\(lines.joined(separator: ", "))]"])
    #expect(configuration.schedules == lines)
    let again = try Configuration.read(yaml: configuration.yaml(), file: "x.yaml").configuration
    #expect(again.schedules == lines)
  }

  @Test func takesEffectAndIsResumedExactly() throws {
    let (whole, parts) = (TinyRun.folder(), TinyRun.folder())
    let lines =
      "schedules=[optimizer.*.learningRate linear to 0.00001 until 20 warmUp 3, "
      + "regularizers.r1.gamma cosine until 10, optimizer.generator.weightDecay constant warmUp 9, "
      + "optimizer.*.beta2 linear to 0.9 until 20, "
      + "optimizer.discriminator.gradientClip.norm linear to 0.5 until 20]"
    func train(_ run: RunDirectory, _ steps: Int, from checkpoint: Int? = nil) throws -> Trainer {
      let trainer = try Trainer(
        configuration: TinyRun.configuration([
          lines, "training.steps=\(steps)", "optimizer.discriminator.gradientClip.norm=2",
        ]),
        run: run,
        from: checkpoint,
        clock: { 1000 }
      )
      _ = try trainer.train()
      return trainer
    }
    let first = try train(whole, 30)
    #expect(try first.setup.generator.optimizer.learningRate == 0.00001)
    #expect(try first.setup.discriminator.optimizer.learningRate == 0.00001)
    #expect(try (first.setup.generator.optimizer as? Adam)?.betas.1 == 0.9)
    #expect(try first.setup.discriminator.clipping == .norm(0.5))
    #expect(try first.setup.unconditional.rules.regularizers.first?.weight == 0)
    _ = try train(parts, 15)
    _ = try train(parts, 30, from: 15)
    #expect(try TinyRun.files(of: whole, step: 30) == TinyRun.files(of: parts, step: 30))
  }
}
