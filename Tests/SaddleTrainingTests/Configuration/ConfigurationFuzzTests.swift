// SPDX-License-Identifier: Apache-2.0

import SaddleText
import SaddleTraining
import Testing

/// Damaged configurations are refused or accepted, and never end the process.
@Suite struct ConfigurationFuzzTests {
  @Test(arguments: Preset.all.map(\.name))
  func mutatedExamplesNeverTrap(_ name: String) throws {
    let preset = try #require(Preset.named(name))
    var random = SplitMix64(seed: 0x5ADD1E)
    var accepted = 0
    var refused = 0
    for _ in 0..<400 {
      let text = mutate(preset.yaml, &random)
      do {
        let loaded = try Configuration.read(yaml: text, file: "fuzz.yaml")
        accepted += 1
        let again = try Configuration.read(yaml: loaded.configuration.yaml(), file: "again")
        #expect(again.configuration == loaded.configuration, "\(text)")
      } catch {
        refused += 1
        #expect(!error.problems.isEmpty)
        let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == error.problems.count, "one line for each: \(error)")
      }
    }
    #expect(accepted > 0)
    #expect(refused > 0)
  }

  @Test func hostileTextsAreRefused() {
    let bomb =
      "a: &a [x,x,x,x,x,x,x,x,x]\n"
      + (1...8).map { "k\($0): &k\($0) [*\($0 == 1 ? "a" : "k\($0 - 1)")]\n" }.joined()
    let texts = [
      String(repeating: "[", count: 5_000), String(repeating: "{a: ", count: 5_000),
      String(repeating: "- ", count: 5_000), "\0", "? [a]\n: b", "!!binary x: 1", "&a a: *a",
      "a: *nothing", "%YAML 9.9\n---\nseed: 1", "--- 1\n--- 2", "\u{FEFF}seed: x",
      "seed: !!python/object:os.system x", String(repeating: "x", count: 2 << 20), bomb,
      "<<: {seed: 1}", "training: &t\n  steps: *t",
    ]
    for text in texts {
      #expect(throws: ConfigurationError.self, "\(text.prefix(40))") {
        try Configuration.read(yaml: text, file: "x")
      }
    }
  }

  /// What would take minutes to compare, to spell or to look behind: each had taken more than 40 s.
  @Test(arguments: [
    "a: &a [x,x,x,x,x,x,x,x,x]\n"
      + (1...12).map { number in
        let earlier = number == 1 ? "a" : "k\(number - 1)"
        let many = Array(repeating: "*" + earlier, count: 9).joined(separator: ",")
        return "k\(number): &k\(number) [\(many)]\n"
      }.joined() + "? *k12\n: 1\n? [*k12]\n: 2\n",
    (0..<50_000).map { "key\($0): 1\n" }.joined(),
    String(repeating: "seed: 1\n", count: 50_000),
    "training:\n" + (0..<50_000).map { "  stepz\($0): 1\n" }.joined(),
  ])
  func longAndNestedTextsAreAnsweredSoon(_ text: String) throws {
    let clock = ContinuousClock()
    let time = clock.measure {
      let error = #expect(throws: ConfigurationError.self) {
        try Configuration.read(yaml: text, file: "x")
      }
      #expect((1...101).contains(error?.problems.count ?? 0))
    }
    #expect(time < .seconds(20), "\(time)")
  }

  @Test func hostileOverridesAreRefused() {
    for text in ["", "=", "=1", ".=1", "..=1", "seed..=1", "seed.x=1", "\0=1", "seed=\u{1}", "é=1"]
    {
      #expect(throws: ConfigurationError.self, "\(text.debugDescription)") {
        try Configuration.read(yaml: "", file: "x", overrides: [text])
      }
    }
  }

  private func mutate(_ text: String, _ random: inout SplitMix64) -> String {
    var scalars = Array(text.unicodeScalars)
    let alphabet = Array(":-[]{}#&*!|>'\"%@`,?~ \n\t0123456789eE.+axZ\u{0}\u{85}é🙂".unicodeScalars)
    for _ in 0...random.below(4) {
      let index = random.below(scalars.count)
      switch random.below(5) {
      case 0: scalars[index] = alphabet[random.below(alphabet.count)]
      case 1: scalars.insert(alphabet[random.below(alphabet.count)], at: index)
      case 2: scalars.remove(at: index)
      case 3: scalars.removeSubrange(index..<min(scalars.count, index + random.below(40)))
      default:
        let end = min(scalars.count, index + random.below(60))
        scalars.insert(contentsOf: scalars[index..<end], at: random.below(scalars.count))
      }
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}

extension SplitMix64 {
  fileprivate mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int(next() % UInt64(bound))
  }
}
