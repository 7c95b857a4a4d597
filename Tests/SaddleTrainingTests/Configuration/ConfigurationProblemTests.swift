// SPDX-License-Identifier: Apache-2.0

import SaddleTraining
import Testing

/// Every kind of mistake with the exact words that it gets.
@Suite struct ConfigurationProblemTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var yaml = ""
    var overrides: [String] = []
    var messages: [String]
    var testDescription: String { yaml + overrides.joined(separator: " ") }

    /// Reads it; it is to be refused with its messages.
    func expectRefusal() {
      do {
        _ = try Configuration.read(yaml: yaml, file: "x.yaml", overrides: overrides)
        Issue.record("was accepted")
      } catch {
        #expect(error.problems.map(\.description) == messages)
      }
    }
  }

  @Test(arguments: [
    Case(
      overrides: ["generator.upsampling=nearest"],
      messages: [
        "--set generator.upsampling=nearest: generator.upsampling: is for dcgan, and the "
          + "architecture is mlp"
      ]
    ),
    Case(
      yaml: "training: {steps: many}",
      messages: ["x.yaml:1: training.steps: expected a whole number, found `many`"]
    ),
    Case(
      yaml: "training: {steps: 1.5, batchSize: 0}",
      messages: [
        "x.yaml:1: training.steps: expected a whole number, found `1.5`",
        "x.yaml:1: training.batchSize: `0` is out of range; "
          + "allowed: from 1 to 1000000 samples",
      ]
    ),
    Case(
      yaml: "training: {steps: 99999999999999999999}",
      messages: [
        "x.yaml:1: training.steps: `99999999999999999999` is out of range; "
          + "allowed: from 1 to 1000000000 steps"
      ]
    ),
    Case(
      yaml: "optimizer: {generator: {beta1: 1, epsilon: 0, learningRate: .nan}}",
      messages: [
        "x.yaml:1: optimizer.generator.beta1: `1` is out of range; allowed: from -1 to below 1",
        "x.yaml:1: optimizer.generator.epsilon: `0` is out of range; allowed: above 0",
        "x.yaml:1: optimizer.generator.learningRate: expected a number, found `.nan`",
      ]
    ),
    Case(
      yaml: "ema: {enabled: perhaps}",
      messages: ["x.yaml:1: ema.enabled: expected true or false, found `perhaps`"]
    ),
    Case(
      yaml: "objective: [hinge]",
      messages: [
        "x.yaml:1: objective: expected one of "
          + LossCatalog.all.map { $0.name.rawValue }.joined(separator: ", ") + ", found a list"
      ]
    ),
    Case(
      yaml: "autopilot: {choice: best, acceptance: always}",
      messages: [
        "x.yaml:1: autopilot.choice: unknown value `best`; allowed: advised, random",
        "x.yaml:1: autopilot.acceptance: unknown value `always`; allowed: outcome, none",
      ]
    ),
    Case(
      yaml: "generator: mlp",
      messages: [
        "x.yaml:1: generator: is a section, found `mlp`; give its keys, "
          + "such as generator.architecture"
      ]
    ),
    Case(yaml: "seed: 1\nseed: 2", messages: ["x.yaml:2: seed: is given twice"]),
    Case(
      yaml: "ema:\n  decay: 2\n\n  # again\n  'decay': 0.9\n  decay: 0.8\ntraining: {steps: 0}",
      messages: [
        "x.yaml:2: ema.decay: `2` is out of range; allowed: from 0 to below 1",
        "x.yaml:5: ema.decay: is given twice",
        "x.yaml:6: ema.decay: is given twice",
        "x.yaml:7: training.steps: `0` is out of range; allowed: from 1 to 1000000000 steps",
      ]
    ),
    Case(
      yaml: "training: {steps: 1, batchSize: 4, steps: 2}\nname: ../up",
      messages: [
        "x.yaml:1: training.steps: is given twice",
        "x.yaml:2: name: must be a plain folder name: no slash, no control character, "
          + "no dot in front",
      ]
    ),
    Case(
      yaml: "training:\n\tsteps: 5",
      messages: ["x.yaml:2: a tab stands in front; YAML indents with spaces only"]
    ),
    Case(
      overrides: ["training.topK=0", "training.topK=2"],
      messages: [
        "--set training.topK=0: training.topK: `0` is out of range; allowed: above 0 to 1",
        "--set training.topK=2: training.topK: `2` is out of range; allowed: above 0 to 1",
      ]
    ),
    Case(
      overrides: ["optimizer.*.learningRate=fast", "optimizer.*.speed=1"],
      messages: [
        "--set optimizer.*.learningRate=fast: optimizer.generator.learningRate: expected a number, "
          + "found `fast`",
        "--set optimizer.*.learningRate=fast: optimizer.discriminator.learningRate: expected a "
          + "number, found `fast`",
        "--set optimizer.*.speed=1: optimizer.*.speed: unknown key; did you mean augmentation.speed?",
      ]
    ),
    Case(
      yaml: "training.steps: 2\ntraining: {steps: 1}",
      messages: ["x.yaml:2: training.steps: is given twice"]
    ),
    Case(
      yaml: "name: ../up",
      messages: [
        "x.yaml:1: name: must be a plain folder name: no slash, no control character, "
          + "no dot in front"
      ]
    ),
    Case(
      yaml: "- 1",
      messages: ["x.yaml: expected keys and values such as `seed: 1`, found a list"]
    ),
    Case(yaml: "seed: [1", messages: ["x.yaml:1: not YAML: did not find expected ',' or ']'"]),
    Case(
      yaml: "data: {background: '#12'}",
      messages: [
        "x.yaml:1: data.background: expected white, black, gray or \"#rrggbb\" (with the quotes)"
      ]
    ),
    Case(
      yaml: "data:\n  background: #ffffff",
      messages: [
        "x.yaml:2: data.background: expected text, found nothing "
          + "(put what begins with # in quotes)"
      ]
    ),
    Case(
      overrides: ["seed"],
      messages: ["--set seed: expected KEY=VALUE, such as training.steps=1000"]
    ),
    Case(
      overrides: ["seed=[1"],
      messages: [
        "--set seed=[1: seed: the value is not YAML: not YAML: "
          + "did not find expected ',' or ']'"
      ]
    ),
    Case(
      yaml: "data: {source: folder}",
      messages: [
        "x.yaml:1: data.source: data.source folder needs data.path, the folder of images"
      ]
    ),
    Case(
      yaml: "data:\n  source: ring\n  size: 32\n  channels: 3",
      messages: [
        "x.yaml:3: data.size: ring makes points in the plane, which have no image size; remove it",
        "x.yaml:4: data.channels: ring makes points in the plane, which have no channels; remove it",
      ]
    ),
    Case(
      yaml: "data: {source: grid, modes: 24}",
      messages: [
        "x.yaml:1: data.modes: 24 is not a square number; a grid has 4, 9, 16, 25, ... modes"
      ]
    ),
    Case(
      yaml: "generator: {architecture: dcgan}",
      messages: [
        "x.yaml:1: generator.architecture: dcgan makes images and ring is points; use mlp"
      ]
    ),
    Case(
      yaml: "data: {source: emoji, size: 5}\ndiscriminator: {architecture: dcgan}",
      messages: [
        "x.yaml:2: discriminator.architecture: dcgan can't make images of 5 pixels; "
          + "allowed: 8 or more (nearest: data.size 8)"
      ]
    ),
    Case(
      yaml: "data: {source: emoji, size: 48}\ngenerator: {architecture: pggan}",
      messages: [
        "x.yaml:2: generator.architecture: pggan can't make images of 48 pixels; "
          + "allowed: a power of two from 8 (nearest: data.size 32)"
      ]
    ),
    Case(
      yaml: "data: {source: emoji, size: 36}\ngenerator: {architecture: resnet}",
      messages: [
        "x.yaml:2: generator.architecture: resnet can't make images of 36 pixels; "
          + "allowed: 4, 5, 6 or 7 times a power of two, from 8 on (nearest: data.size 32)"
      ]
    ),
    Case(
      yaml: "regularizers:\n  weightClipping: {bound: 0.01}\n  gradientPenalty: {weight: 10}",
      messages: [
        "x.yaml:2: regularizers.weightClipping.bound: weightClipping and gradientPenalty enforce "
          + "the same bound in ways that contradict; set one of them to 0"
      ]
    ),
    Case(
      yaml: "training: {updates: simultaneous, discriminatorSteps: 2}",
      messages: [
        "x.yaml:1: training.discriminatorSteps: simultaneous updates move both networks once: "
          + "discriminatorSteps and generatorSteps must be 1 (or training.updates alternating)"
      ]
    ),
    Case(
      yaml: "ema: {decay: 0.9, halfLifeImages: 100}",
      messages: [
        "x.yaml:1: ema.halfLifeImages: decay and halfLifeImages say the same thing twice; "
          + "give one of them, or set one to null"
      ]
    ),
    Case(
      yaml: "evaluation: {every: 10}",
      messages: [
        "x.yaml:1: evaluation.every: evaluation.every is set and evaluation.metrics is empty: "
          + "say what to measure, such as [kid]"
      ]
    ),
    Case(
      yaml: "evaluation: {metrics: [fid]}",
      messages: [
        "x.yaml:1: evaluation.metrics: fid measures images and ring is points; use modes"
      ]
    ),
    Case(
      yaml: "data: {source: emoji}\ngenerator: {architecture: dcgan}\n"
        + "discriminator: {architecture: dcgan}\n"
        + "evaluation: {every: 5, metrics: [kdi], extractor: inception}",
      messages: [
        "x.yaml:4: evaluation.metrics: unknown value `kdi`; did you mean kid? allowed: modes, "
          + "fid, kid, precisionRecall, densityCoverage, msssim, inceptionScore, swd, l1, psnr",
        "x.yaml:4: evaluation.extractor: extractor inception needs evaluation.weights, the file that "
          + "Scripts/convert_weights.py writes (Saddle may not ship these weights)",
      ]
    ),
    Case(
      yaml: "data: {source: emoji}\ngenerator: {architecture: dcgan}\n"
        + "discriminator: {architecture: dcgan}\n"
        + "evaluation: {every: 5, metrics: [kid, is], extractor: pixels}",
      messages: [
        "x.yaml:4: evaluation.extractor: inceptionScore needs a classifier, and pixels is none; "
          + "allowed: auto, lite0, small, inception"
      ]
    ),
    Case(
      yaml: "seed: -1\nobjectve: hinge",
      overrides: ["training.steps=0"],
      messages: [
        "x.yaml:1: seed: `-1` is out of range; allowed: at least 0",
        "x.yaml:2: objectve: unknown key; did you mean objective?",
        "--set training.steps=0: training.steps: `0` is out of range; "
          + "allowed: from 1 to 1000000000 steps",
      ]
    ),
  ])
  func saysWhatIsWrongWhereAndWhatIsAllowed(_ wrong: Case) {
    wrong.expectRefusal()
  }
}
