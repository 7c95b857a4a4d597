// SPDX-License-Identifier: Apache-2.0

import SaddleTraining
import Testing

/// A misspelled key, value or preset is named with what was meant.
@Suite struct ConfigurationSpellingTests {
  typealias Case = ConfigurationProblemTests.Case

  @Test(arguments: [
    Case(yaml: "seeds: 1", messages: ["x.yaml:1: seeds: unknown key; did you mean seed?"]),
    Case(
      yaml: "training:\n  batchsize: 3\n  n_critic: 5",
      messages: [
        "x.yaml:2: training.batchsize: unknown key; did you mean training.batchSize?",
        "x.yaml:3: training.n_critic: unknown key; did you mean training.discriminatorSteps?",
      ]
    ),
    Case(
      yaml: "lr: 1e-3",
      messages: [
        "x.yaml:1: lr: unknown key; did you mean optimizer.generator.learningRate "
          + "or optimizer.discriminator.learningRate?"
      ]
    ),
    Case(
      yaml: "ema: {momentousness: 1}",
      messages: [
        "x.yaml:1: ema.momentousness: unknown key; ema has enabled, decay, halfLifeImages, rampUp"
      ]
    ),
    Case(
      yaml: "frobnicate: 1",
      messages: [
        "x.yaml:1: frobnicate: unknown key; `saddle config --explain` lists every key"
      ]
    ),
    Case(
      yaml: "objective: hingey",
      messages: [
        "x.yaml:1: objective: unknown value `hingey`; did you mean hinge? "
          + "allowed: " + LossCatalog.all.map { $0.name.rawValue }.joined(separator: ", ")
      ]
    ),
    Case(
      yaml: "evaluation: {metrics: [modes, iq]}",
      messages: [
        "x.yaml:1: evaluation.metrics: unknown value `iq`; allowed: modes, fid, kid, "
          + "precisionRecall, densityCoverage, msssim, inceptionScore, swd, l1, psnr"
      ]
    ),
    Case(
      overrides: ["trainign.steps=3"],
      messages: [
        "--set trainign.steps=3: trainign.steps: unknown key; did you mean training.steps?"
      ]
    ),
  ])
  func saysWhatWasMeant(_ wrong: Case) {
    wrong.expectRefusal()
  }

  @Test func namesAMissingFileAndTheNearestPreset() {
    #expect(throws: ConfigurationError.self) { try Configuration.load("rong") }
    do {
      _ = try Configuration.load("rong")
    } catch {
      #expect(
        error.description
          == "rong: no such file and no such preset; did you mean ring? "
          + "`saddle config --presets` lists them"
      )
    }
  }

  @Test func findsEveryKeyFromOneWrongCharacter() {
    for key in Configuration.schema.keys {
      let letters = Array(key.name)
      for index in letters.indices {
        for typo in typos(of: letters, at: index) {
          let path = key.path.dropLast(key.name.count) + typo
          if Configuration.schema.keys.contains(where: { $0.path == path }) { continue }
          if Configuration.schema.headings[String(path)] != nil { continue }
          do {
            _ = try Configuration.read(yaml: "", file: "x", overrides: ["\(path)=1"])
            Issue.record("\(path) was accepted")
          } catch {
            #expect(error.description.contains(key.path), "\(path): \(error)")
          }
        }
      }
    }
  }

  /// One letter lost, doubled, replaced, and swapped with the next.
  private func typos(of letters: [Character], at index: Int) -> [String] {
    var lost = letters
    lost.remove(at: index)
    var doubled = letters
    doubled.insert(letters[index], at: index)
    var replaced = letters
    replaced[index] = "q"
    var swapped = letters
    if index + 1 < letters.count { swapped.swapAt(index, index + 1) }
    return [lost, doubled, replaced, swapped].map { String($0) }.filter { !$0.isEmpty }
  }
}
