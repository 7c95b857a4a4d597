// SPDX-License-Identifier: Apache-2.0

import Foundation
import SaddleTraining
import Testing

@Suite struct ConfigurationTests {
  @Test func anEmptyFileIsTheDefaults() throws {
    var expected = Configuration()
    expected.resolve()
    for text in ["", "# nothing\n", "null", "{}", "training:\n"] {
      let loaded = try Configuration.read(yaml: text, file: "x")
      #expect(loaded.configuration == expected)
      #expect(loaded.warnings == [])
    }
  }

  @Test(arguments: Preset.all.map(\.name))
  func presetsReadBackFromTheirResolvedFile(_ name: String) throws {
    let loaded = try Configuration.load(name)
    #expect(loaded.warnings == [])
    #expect(loaded.configuration.name == name)
    for comments in [false, true] {
      let text = loaded.configuration.yaml(comments: comments)
      let again = try Configuration.read(yaml: text, file: "config.yaml")
      #expect(again.configuration == loaded.configuration)
      #expect(again.warnings == [])
      #expect(again.given == Set(Configuration.schema.keys.map(\.path)))
    }
  }

  /// Nobody is to find out after an hour that it takes a week.
  @Test(arguments: Preset.all)
  func presetsSayWhatTheyCost(_ preset: Preset) throws {
    let cost = try #require(preset.cost, "\(preset.name)")
    #expect(try #/(\d+ (s|min|h|days)|over a year)/#.wholeMatch(in: cost) != nil, "\(cost)")
  }

  @Test func everyExampleIsAPreset() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Examples")
    let files = try FileManager.default.contentsOfDirectory(atPath: root.path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(Set(files) == Set(Preset.all.map { $0.name + ".yaml" }))
    for preset in Preset.all {
      let file = root.appendingPathComponent(preset.name + ".yaml")
      #expect(try String(contentsOf: file, encoding: .utf8) == preset.yaml)
      #expect(!preset.summary.isEmpty)
    }
  }

  @Test func awkwardTextReadsBack() throws {
    let awkward = [
      "", " ", "no", "null", "~", "1e5", "a: b", "#x", "- y", "it's", "\"", "\\", "a\nb\t",
      "Grüße 🙂", "\u{1}\u{7F}\u{85}\u{2028}\u{FEFF}", "[", "@", "yes", "0x1F", "a ", "*a", "&b",
    ]
    for text in awkward {
      var configuration = Configuration()
      configuration.resolve()
      configuration.data.source = .folder
      configuration.data.size = 64
      configuration.data.channels = 3
      configuration.data.path = text.isEmpty ? "x" : text
      let again = try Configuration.read(yaml: configuration.yaml(), file: "x")
      #expect(again.configuration == configuration, "\(text.debugDescription)")
    }
  }

  @Test func overridesCountInTheirOrderAndMayBeSections() throws {
    let loaded = try Configuration.read(
      yaml: "training: {steps: 5}\nema: {decay: 0.9}",
      file: "x",
      overrides: [
        "training.steps=6", "training.steps=1_000", "regularizers.r1={gamma: 2, interval: 4}",
        "objective=minimax", "optimizer.discriminator.learningRate=1e-4", "ema.decay=null",
        "ema.halfLifeImages=1e3", "data.path=", "training.batchSize=1e2",
      ]
    ).configuration
    #expect(loaded.training.steps == 1000)
    #expect(loaded.training.batchSize == 100)
    #expect(loaded.regularizers.r1.gamma == 2)
    #expect(loaded.regularizers.r1.interval == 4)
    #expect(loaded.objective == .saturating)
    #expect(loaded.optimizer.discriminator.learningRate == 1e-4)
    #expect(loaded.ema.decay == nil)
    #expect(loaded.ema.halfLifeImages == 1000)
    #expect(loaded.data.path == nil)
  }

  @Test(arguments: [
    ("non-saturating", ObjectiveName.nonSaturating), ("LSGAN", .leastSquares),
    ("WGAN", .wasserstein), ("Hinge", .hinge), ("minimax", .saturating),
    ("vanilla", .saturating),
  ])
  func acceptsTheFieldsOtherNames(_ text: String, _ expected: ObjectiveName) throws {
    let loaded = try Configuration.read(yaml: "objective: \(text)", file: "x")
    #expect(loaded.configuration.objective == expected)
    #expect(loaded.configuration.yaml().contains("objective: \(expected.rawValue)\n"))
  }

  @Test func resolvesWhatDependsOnOtherKeys() throws {
    let fashion = try Configuration.read(
      yaml: """
        data: {source: fashion-mnist}
        generator: {architecture: dcgan}
        discriminator: {architecture: dcgan}
        """,
      file: "x"
    ).configuration
    #expect(fashion.data.size == 28)
    #expect(fashion.data.channels == 1)
    #expect(fashion.generator.normalization == .batch)
    #expect(fashion.discriminator.normalization == .batch)
    #expect(fashion.ema.decay == 0.999)

    let penalized = try Configuration.read(
      yaml: fashion.yaml(),
      file: "x",
      overrides: ["regularizers.r1.gamma=1", "discriminator.normalization=automatic"]
    ).configuration
    #expect(penalized.discriminator.normalization == .none)
  }

  @Test func listsDifferencesInTheOrderOfTheFile() throws {
    let old = try Configuration.load("ring").configuration
    let new = try Configuration.load(
      "ring",
      overrides: ["training.steps=9", "seed=4", "ema.decay=null"]
    ).configuration
    let differences = old.differences(to: new)
    #expect(
      differences.map(\.description) == [
        "seed: 0 -> 4", "training.steps: 4000 -> 9", "ema.decay: 0.995 -> 0.999",
      ]
    )
    #expect(differences.map(\.mayChangeOnResume) == [false, true, false])
    #expect(old.differences(to: old) == [])
  }

  @Test func codingAsJSONKeepsEveryKey() throws {
    let old = try Configuration.load("image-folder").configuration
    let data = try JSONEncoder().encode(old)
    #expect(try JSONDecoder().decode(Configuration.self, from: data) == old)
  }

  @Test func everyKeyIsExplainedOnceAndKeepsItsDefault() throws {
    let keys = Configuration.schema.keys
    #expect(Set(keys.map(\.path)).count == keys.count)
    let all = try Configuration.explain()
    for key in keys {
      #expect(all.contains("  \(key.path): \(key.read(Configuration()).yaml)\n"))
      #expect(!key.summary.isEmpty && key.summary.hasSuffix("."))
      let one = try Configuration.explain(key.path)
      #expect(one.contains(key.summary))
    }
    let longest = all.split(separator: "\n").map(\.count).max() ?? 0
    #expect(longest <= 110)
  }

  @Test func explainsAKeyInFull() throws {
    #expect(
      try Configuration.explain("ema.rampUp") == """
        ema.rampUp: null
          Keeps the half-life below this share of the images seen so far (StyleGAN2: 0.05).
          number, above 0, or null
          set it with --set ema.rampUp=null

        """
    )
    let updates = try Configuration.explain("training.updates")
    #expect(updates.contains("discriminator first, the generator answers the updated one"))
    #expect(throws: ConfigurationError.self) { try Configuration.explain("training.update") }
  }

  @Test(arguments: [
    (["data.channels=4"], "allowed: 1 (gray) or 3 (color)"),
    (["training.batchSize=1"], "batch normalization needs training.batchSize of at least 2"),
  ])
  func whatTheRunCouldNotUseIsRefusedBeforeIt(_ set: [String], _ reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try TinyImages.configuration("x", set)
    }
    #expect("\(try #require(error))".contains(reason))
  }
}
